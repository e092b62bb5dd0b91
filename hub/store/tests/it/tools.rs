//! The tools directory and the taxonomy, as pages read them.

use hub::{
    AskId, Command, ToolId, UserId,
    asks::{self, AskKind, Visibility},
    connections::{Step, Subject},
    offers,
    taxonomy::TermType,
    tools::{ToolCategory, ToolPricing},
};
use store::{
    taxonomy as words,
    tools::{self as reads, Filters},
};

use crate::{
    steps::{open, opened},
    world::both_engines,
};

both_engines! {
    async fn experts_of_a_tool_are_those_who_helped_with_it_to_the_end(db) {
        db.store.seed_reference().await.unwrap();
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let chatgpt = reads::find_by_slug(&mut db.store.read().await.unwrap(), "chatgpt").await.unwrap().unwrap().id;
        let experts = async |reader: Option<UserId>| {
            let found = reads::list_experts(&mut db.store.read().await.unwrap(), reader, chatgpt, 10).await.unwrap();
            found.into_iter().map(|e| (e.person.id, e.helps)).collect::<Vec<_>>()
        };
        let ask = async |title: &str, tools: &[&str], visibility: Visibility| {
            let tools = tools.iter().map(|t| (*t).to_owned()).collect();
            let draft = asks::Draft { title: title.into(), kind: AskKind::Advice, tools, visibility, places: Some(9), ..Default::default() };
            db.ask_as(ana, draft).await
        };
        let helped = async |who: UserId, ask: AskId| {
            let (id, _) = opened(db.act(who, open(ana, Subject::Ask(ask))).await);
            db.steps(id, &[(ana, Step::Accept), (ana, Step::Done)]).await;
        };
        let first = ask("Posts with ChatGPT", &["chatgpt"], Visibility::Everyone).await;
        let second = ask("Letters with ChatGPT", &["chatgpt", "claude"], Visibility::Members).await;
        let other = ask("Posts with Claude", &["claude"], Visibility::Everyone).await;
        helped(bo, first).await;
        helped(cy, other).await;
        assert_eq!(experts(None).await, [(bo, 1)]);
        helped(cy, first).await;
        helped(cy, second).await;
        assert_eq!(experts(Some(ana)).await, [(cy, 2), (bo, 1)]);
        assert_eq!(experts(None).await, [(cy, 1), (bo, 1)], "what only members see counts for members only");
        let (open_still, _) = opened(db.act(bo, open(ana, Subject::Ask(second))).await);
        db.steps(open_still, &[(ana, Step::Accept)]).await;
        assert_eq!(experts(Some(ana)).await[1], (bo, 1), "not done yet");
        db.block(bo, ana).await;
        assert_eq!(experts(Some(ana)).await, [(cy, 2)]);
        db.suspend(cy).await;
        assert_eq!(experts(None).await, [(bo, 1)]);
    }

    async fn who_knows_no_tool_is_shown_what_is_free_of_everyday_use_and_named_here(db) {
        db.store.seed_reference().await.unwrap();
        let ana = db.member("ana").await;
        let named = |tools: &[&str]| tools.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        for title in ["A poster for the fair", "A poster for the market"] {
            let tools = named(&["canva", "midjourney", "postgresql"]);
            db.ask_as(ana, asks::Draft { title: title.into(), kind: AskKind::Advice, tools, ..Default::default() }).await;
        }
        for (title, tools, publish) in [("I look things up", ["perplexity", "canva"], true), ("Not said yet", ["claude", "gemini"], false)] {
            let description = "An evening, and what I noticed.".into();
            let draft = offers::Draft { title: title.into(), description, tools: named(&tools), ..Default::default() };
            db.act(ana, Command::Offers(offers::Command::Post { draft, publish })).await.unwrap();
        }
        let mut tx = db.store.read().await.unwrap();
        let first = reads::list_to_begin_with(&mut tx, 5).await.unwrap().into_iter().map(|t| t.facts.slug).collect::<Vec<_>>();
        assert_eq!(first, ["canva", "perplexity", "chatgpt", "claude", "gemini"], "a draft names nothing yet");
        let all = reads::list_to_begin_with(&mut tx, 500).await.unwrap();
        assert_eq!(all.len(), store::seed::reference_tools().unwrap().len());
        let place = |slug: &str| all.iter().position(|t| t.facts.slug == slug).unwrap();
        assert!(place("google-lens") < place("postgresql"), "named or not, a database is for few");
        assert!(place("docker") < place("midjourney"), "what costs money from the first day stands last");
    }

    async fn a_tool_is_read_back_as_its_fixture_says(db) {
        db.store.seed_reference().await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        for facts in store::seed::reference_tools().unwrap() {
            let read = reads::find_by_slug(&mut tx, &facts.slug).await.unwrap().unwrap();
            assert_eq!(read.facts, facts);
        }
        assert!(reads::find_by_slug(&mut tx, "no-such-tool").await.unwrap().is_none());
    }

    async fn the_directory_is_narrowed_and_turned_page_by_page(db) {
        db.store.seed_reference().await.unwrap();
        let all = store::seed::reference_tools().unwrap();
        let mut tx = db.store.read().await.unwrap();
        let mut slugs = async |f: Filters| {
            let (mut found, mut next) = (Vec::new(), None::<String>);
            loop {
                let page = reads::page(&mut tx, &f, next.as_deref(), 7).await.unwrap();
                found.extend(page.items.into_iter().map(|t| t.facts.slug));
                next = page.next;
                if next.is_none() { break }
            }
            found.sort();
            found
        };
        let expect = |keep: &dyn Fn(&hub::tools::ToolFacts) -> bool| {
            let mut slugs: Vec<String> = all.iter().filter(|t| keep(t)).map(|t| t.slug.clone()).collect();
            slugs.sort();
            slugs
        };
        assert_eq!(slugs(Filters::default()).await, expect(&|_| true));
        let chat = Filters { category: Some(ToolCategory::Chat), ..Filters::default() };
        assert_eq!(slugs(chat).await, expect(&|t| t.category == ToolCategory::Chat));
        let open = Filters { pricing: Some(ToolPricing::OpenSource), free_tier: true, ..Filters::default() };
        assert_eq!(slugs(open).await, expect(&|t| t.pricing_model == ToolPricing::OpenSource && t.has_free_tier));
        let helps = Filters { problem: Some("operations".into()), ..Filters::default() };
        assert_eq!(slugs(helps).await, expect(&|t| t.problem_categories.iter().any(|c| c == "operations")));
        // Part of a slug is no slug, and a wildcard is a letter like any other.
        for none in ["operation", "%", "_ther"] {
            assert!(slugs(Filters { problem: Some(none.into()), ..Filters::default() }).await.is_empty(), "{none}");
        }
        let named = Filters { name: Some(" CLAU".into()), ..Filters::default() };
        assert_eq!(slugs(named).await, expect(&|t| t.name.to_lowercase().starts_with("clau")));
        assert!(slugs(Filters { name: Some("%".into()), ..Filters::default() }).await.is_empty());
    }

    async fn tools_by_id_and_alternatives_keep_their_order(db) {
        db.store.seed_reference().await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        let refs = reads::find_by_slugs(&mut tx, &["claude".to_owned(), "nothing".to_owned(), "chatgpt".to_owned()]).await.unwrap();
        assert_eq!(refs.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(), ["claude", "chatgpt"]);
        let listed = reads::list_by_ids(&mut tx, &[refs[1].id, ToolId(1), refs[0].id]).await.unwrap();
        assert_eq!(listed.iter().map(|t| t.facts.slug.as_str()).collect::<Vec<_>>(), ["chatgpt", "claude"]);
        let chatgpt = &listed[0].facts;
        let others = reads::list_alternatives(&mut tx, chatgpt).await.unwrap();
        assert_eq!(others.into_iter().map(|t| t.facts.slug).collect::<Vec<_>>(), chatgpt.alternatives);
        let counts = reads::count_by_category(&mut tx).await.unwrap();
        assert_eq!(counts.iter().map(|c| c.1).sum::<i64>(), reads::list_all(&mut tx).await.unwrap().len() as i64);
    }

    async fn words_are_found_by_type_and_in_the_order_they_are_wanted(db) {
        db.store.seed_reference().await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        let categories = words::list_terms(&mut tx, TermType::OfferCategory).await.unwrap();
        assert_eq!((categories.len(), categories[0].slug.as_str(), categories[7].slug.as_str()), (8, "marketing-content", "other"));
        assert!(!categories[0].problem.is_empty());
        let slugs = ["pricing".to_owned(), "marketing-content".to_owned(), "copywriting".to_owned()];
        let found = words::find_terms_by_slugs(&mut tx, &[TermType::Skill, TermType::Topic], &slugs).await.unwrap();
        assert_eq!(found.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(), ["pricing", "copywriting"]);
        assert!(words::find_term(&mut tx, TermType::Skill, "marketing-content").await.unwrap().is_none());
        assert_eq!(words::list_all(&mut tx).await.unwrap().len(), store::seed::reference_terms().unwrap().len());
    }
}
