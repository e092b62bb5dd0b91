//! What members say of a tool.

use super::*;
use hub::{ReviewId, reviews::ReviewView};
use web::reviews::pages::{ReviewForm, ReviewsPage};

pub fn review(s: Sample, id: i64, by: i64) -> ReviewView {
    ReviewView {
        id: ReviewId(id),
        tool: ToolId(1),
        by: s.person(by),
        stars: 5 - id % 3,
        title: s.t("Wrote my menu in an evening"),
        text: if id == 2 {
            String::new()
        } else {
            s.t("It is quick, and friendly. Read what it says twice: it once sold my bread by the litre.")
        },
        written_at: NOW.plus(-id * DAY),
        edited_at: (id == 1).then(|| NOW.plus(-HOUR)),
        hidden: false,
    }
}

fn tool_page(s: Sample, own: ReviewView, form: ReviewForm, problems: Problems) -> String {
    shown(tools::ToolPage {
        chrome: s.chrome("/tools/chatgpt"),
        tool: s.tool("chatgpt", "ChatGPT", "Ask questions, write, plan and make pictures by typing or talking."),
        alternatives: vec![],
        experts: vec![],
        offers: vec![],
        asks: vec![],
        keep: None,
        reviews: s.list(vec![review(s, 2, 3)]),
        more_reviews: false,
        own_review: Some(own),
        review_form: form,
        review_problems: problems,
    })
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let own = review(s, 1, 1);
    let typed = ReviewForm { stars: "9".into(), title: s.t("x"), text: s.t("What I typed") };
    let list = ReviewsPage {
        chrome: s.chrome("/tools/chatgpt/reviews"),
        tool: s.tool("chatgpt", "ChatGPT", "Ask questions, write, plan and make pictures by typing or talking."),
        reviews: s.list((1..=5).map(|id| review(s, id, 1 + id % 4)).collect()),
        next: (s != Sample::Empty).then(|| s.t("1:2")),
    };
    vec![
        ("tool-reviewed", tool_page(s, own.clone(), ReviewForm::of(Some(&own)), Problems::none())),
        ("tool-review-wrong", tool_page(s, own.clone(), typed, s.problems(&["stars", "title"]))),
        ("tool-review-hidden", tool_page(s, ReviewView { hidden: true, ..own }, ReviewForm::default(), Problems::none())),
        ("tool-reviews", shown(list)),
    ]
}
