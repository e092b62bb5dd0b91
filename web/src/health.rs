//! For whoever runs the hub: is it alive, is it ready, how is it doing.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::Data,
};
use subtle::ConstantTimeEq;

use crate::{house::House, problem::Problem, visitor::Visitor};

/// The process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// It can serve: the database answers, and nobody has asked it to leave.
pub async fn readyz(house: Data<House>) -> HttpResponse {
    let mut parts = vec![("accepting", !house.is_draining())];
    parts.push(("database", database_answers(&house).await));
    parts.extend(house.awake());
    let ready = parts.iter().all(|(_, fine)| *fine);
    let lines: String = parts.iter().map(|(part, fine)| format!("{part}: {}\n", if *fine { "ok" } else { "no" })).collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let mut response = HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(lines);
    response.extensions_mut().insert(crate::visitor::Worded);
    response
}

async fn database_answers(house: &House) -> bool {
    let asking = async {
        let mut db = house.store.read().await?;
        // PostgreSQL's bare 1 is a smaller kind of number than those read here.
        db.number("select cast(1 as bigint) as n", store::args![]).await
    };
    matches!(tokio::time::timeout(std::time::Duration::from_secs(2), asking).await, Ok(Ok(_)))
}

/// Numbers for Prometheus: to this machine, or with the token.
pub async fn metrics(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let (house, step) = (visitor.house(), visitor.step());
    let known = match (&house.settings.secrets.metrics_token, &step.bearer) {
        (Some(token), Some(given)) => bool::from(token.as_bytes().ct_eq(given.as_bytes())),
        _ => false,
    };
    if !known && !step.from_here {
        let words = "The numbers are for this machine, or for who has the token.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "metrics.not_yours", words));
    }
    match house.collective.exchange_lag().await {
        Ok(lag) => metrics::gauge!("collective_exchange_lag").set(lag as f64),
        Err(fault) => tracing::warn!(error = %fault, "how far behind the matcher is could not be read"),
    }
    match lags(house).await {
        Ok((index, outbox_ms)) => {
            metrics::gauge!("collective_index_lag").set(index as f64);
            metrics::gauge!("collective_outbox_age_ms").set(outbox_ms as f64);
        }
        Err(fault) => tracing::warn!(error = %fault, "how far behind the index and the texts are could not be read"),
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(house.metrics.render()))
}

/// How many entries of its lane this hub's search index has not read yet, and how old the oldest text is that waits, in ms.
async fn lags(house: &House) -> Result<(i64, i64), store::Fault> {
    let head = house.store.lane_head(hub::event::Lane::Exchange).await?;
    let index = house.collective.finder().map_or(0, |index| (head - index.cursor()).max(0));
    let oldest = store::sms::find_oldest_waiting(&mut house.store.read().await?).await?;
    Ok((index, oldest.map_or(0, |at| house.now().since(at).max(0))))
}

/// What search engines may read: asks never; pages say `noindex` too.
pub async fn robots(visitor: Visitor) -> HttpResponse {
    const WORDS: &str = "User-agent: *\nDisallow: /@*/asks/\nDisallow: /discover/asks\nDisallow: /home\nDisallow: /my/\n\
        Disallow: /messages\nDisallow: /connections\nDisallow: /settings\nDisallow: /login\nDisallow: /signup\nDisallow: /forgot\nDisallow: /reset\nDisallow: /email\nDisallow: /api/\n";
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!("{WORDS}Sitemap: {}/sitemap.xml\n", visitor.public_url()))
}
