//! Posts for tests, said in a line.

use hub::{
    AskId, Cents, OfferId, Timestamp, UserId,
    asks::{AskKind, Visibility},
    discovery::Rated,
    offers::{OfferKind, Pricing},
};

use crate::post::{Key, Kind, Label, Money, Post};

pub const ANA: UserId = UserId(1);
pub const BO: UserId = UserId(2);
pub const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// A post in the making.
#[derive(Clone, Debug)]
pub struct Sample(Post);

/// Ana's ask for advice.
pub fn ask(title: &str, text: &str) -> Sample {
    Sample(plain(Key::Ask(AskId(1)), Kind::Ask(AskKind::Advice), ANA, title, text))
}

/// Bo's offer of a quick hand.
pub fn offer(title: &str, text: &str) -> Sample {
    let mut post = plain(Key::Offer(OfferId(1)), Kind::Offer(OfferKind::Skill), BO, title, text);
    post.money = Money::Price { pricing: Pricing::Free, price: Cents(0), currency: "usd".to_owned() };
    Sample(post)
}

fn plain(key: Key, kind: Kind, owner: UserId, title: &str, text: &str) -> Post {
    Post {
        key,
        kind,
        owner: Some(owner),
        by: format!("member {owner} @member-{owner}"),
        title: title.to_owned(),
        text: text.to_owned(),
        more: String::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        tools: Vec::new(),
        uses: Vec::new(),
        money: Money::Budget { least: None, most: None, currency: "usd".to_owned() },
        language: "en".to_owned(),
        visibility: Visibility::Everyone,
        created_at: NOW,
        rated: None,
    }
}

fn label(name: &&str) -> Label {
    Label::new(name.to_lowercase().replace(' ', "-"), *name)
}

impl Sample {
    pub fn asks_for(mut self, kind: AskKind) -> Self {
        self.0.kind = Kind::Ask(kind);
        self
    }

    pub fn offers_a(mut self, kind: OfferKind) -> Self {
        self.0.kind = Kind::Offer(kind);
        self
    }

    pub fn id(mut self, id: i64) -> Self {
        self.0.key = match self.0.key {
            Key::Ask(_) => Key::Ask(AskId(id)),
            Key::Offer(_) => Key::Offer(OfferId(id)),
            other => other,
        };
        self
    }

    pub fn owner(mut self, owner: UserId) -> Self {
        self.0.owner = Some(owner);
        self
    }

    pub fn tags(mut self, names: &[&str]) -> Self {
        self.0.tags = names.iter().map(label).collect();
        self
    }

    pub fn tools(mut self, names: &[&str]) -> Self {
        self.0.tools = names.iter().map(label).collect();
        self
    }

    pub fn category(mut self, name: &str) -> Self {
        self.0.categories = vec![label(&name)];
        self
    }

    pub fn budget(mut self, most: i64) -> Self {
        self.0.money = Money::Budget { least: None, most: Some(Cents(most)), currency: "usd".to_owned() };
        self
    }

    pub fn price(mut self, price: i64) -> Self {
        self.0.money = Money::Price { pricing: Pricing::OneTime, price: Cents(price), currency: "usd".to_owned() };
        self
    }

    pub fn language(mut self, language: &str) -> Self {
        self.0.language = language.to_owned();
        self
    }

    pub fn members_only(mut self) -> Self {
        self.0.visibility = Visibility::Members;
        self
    }

    pub fn rated(mut self, rated: Rated) -> Self {
        self.0.rated = Some(rated);
        self
    }

    pub fn at(mut self, created_at: Timestamp) -> Self {
        self.0.created_at = created_at;
        self
    }

    pub fn post(self) -> Post {
        self.0
    }
}
