//! The doors of the demo town.

use crate::town::Town;

#[actix_web::test]
async fn in_one_click_somebody_is_one_of_the_town() {
    let town = Town::with(|settings| settings.demo = true).await;
    let mut cy = town.browser();
    let doors = cy.open("/demo").await;
    assert_eq!(doors.status, 200);
    let landing = cy.open("/").await;
    assert!(landing.text().contains("action=\"/demo/enter\""), "the bar is on every page");
    for door in ["newcomer", "baker", "builder"] {
        cy.open("/demo").await;
        let entered = cy.submit("/demo/enter", &[("as", door)]).await;
        assert_eq!((entered.status, entered.to()), (303, "/home"), "{door}: {}", entered.text());
        let home = cy.open("/home").await;
        assert_eq!(home.status, 200);
        assert!(home.text().contains("data-me="), "{door} is signed in: {}", home.text());
    }
    cy.open("/demo").await;
    let nobody = cy.submit("/demo/enter", &[("as", "mayor")]).await;
    assert_eq!(nobody.status, 404, "{}", nobody.text());
    let stale = cy.submit("/demo/enter", &[("as", "baker"), ("csrf", "of-another-visit")]).await;
    assert_eq!(stale.status, 403);
    assert!(stale.says("from an earlier visit"), "{}", stale.text());
    town.stop().await;
}

#[actix_web::test]
async fn without_a_town_there_are_no_doors() {
    let town = Town::start().await;
    let mut cy = town.browser();
    let landing = cy.open("/login").await;
    assert!(!landing.text().contains("/demo"), "{}", landing.text());
    assert_eq!(cy.get("/demo").await.status, 404);
    let mut fields = cy.hidden_of("/login");
    fields.push(("as".to_owned(), "baker".to_owned()));
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    assert_eq!(cy.send("/demo/enter", body.into_bytes()).await.status, 404);
    town.stop().await;
}
