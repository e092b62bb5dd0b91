//! How far two categories are from each other, by `fixtures/taxonomy/parents.yaml`: the same, or children of the same parent. Further than that
//! says nothing: of judged pairs 3 % are useful between categories of different parents, 11 % between those of one, 19 % within one
//! (the half `tune`).

use super::Weights;

/// The parent of each category. A test holds it against the fixture.
const PARENTS: [(&str, &str); 7] = [
    ("marketing-content", "reach"),
    ("sales-outreach", "reach"),
    ("customer-support", "running"),
    ("operations", "running"),
    ("creative-design", "making"),
    ("development", "making"),
    ("learning-education", "learning"),
];

/// Not about anything: nobody shares it.
const NONE: &str = "other";

/// What two categories have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    Same,
    Siblings,
    None,
}

impl Kinship {
    pub fn of(mine: &str, theirs: &str) -> Kinship {
        match (mine, theirs) {
            (NONE, _) | (_, NONE) => Kinship::None,
            _ if mine == theirs => Kinship::Same,
            _ => match (parent(mine), parent(theirs)) {
                (Some(one), Some(other)) if one == other => Kinship::Siblings,
                _ => Kinship::None,
            },
        }
    }

    /// The chance, of 1, that two posts are about the same thing because of it.
    pub(super) fn strength(self, weights: &Weights) -> f64 {
        match self {
            Kinship::Same => weights.category,
            Kinship::Siblings => weights.sibling,
            Kinship::None => 0.0,
        }
    }
}

fn parent(category: &str) -> Option<&'static str> {
    PARENTS.iter().find(|(slug, _)| *slug == category).map(|(_, parent)| *parent)
}

/// The other categories of the same parent.
pub(super) fn siblings(category: &str) -> impl Iterator<Item = &'static str> {
    PARENTS.iter().map(|(slug, _)| *slug).filter(move |slug| Kinship::of(category, slug) == Kinship::Siblings)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(serde::Deserialize)]
    struct Term {
        r#type: String,
        slug: String,
    }

    fn fixture<T: serde::de::DeserializeOwned>(name: &str) -> T {
        let path = format!("{}/../fixtures/taxonomy/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_norway::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn the_parents_are_those_of_the_fixture() {
        let parents: BTreeMap<String, Vec<String>> = fixture("parents.yaml");
        let written = parents.iter().flat_map(|(parent, own)| own.iter().map(move |slug| (slug.as_str(), parent.as_str())));
        assert_eq!(written.collect::<BTreeMap<_, _>>(), BTreeMap::from(PARENTS));
        let terms: Vec<Term> = fixture("taxonomy.yaml");
        let categories = terms.iter().filter(|term| term.r#type == "offer_category").map(|term| term.slug.as_str());
        let orphans: Vec<&str> = categories.filter(|slug| parent(slug).is_none()).collect();
        assert_eq!(orphans, [NONE], "each but “other” has one");
    }

    #[test]
    fn two_of_one_parent_are_siblings_and_what_is_about_nothing_is_nobodys() {
        assert_eq!(Kinship::of("development", "development"), Kinship::Same);
        assert_eq!(Kinship::of("development", "creative-design"), Kinship::Siblings);
        assert_eq!(Kinship::of("development", "operations"), Kinship::None);
        assert_eq!(Kinship::of(NONE, NONE), Kinship::None);
        assert_eq!(Kinship::of("a-new-one", "another-new-one"), Kinship::None);
        assert_eq!(Kinship::of("a-new-one", "a-new-one"), Kinship::Same);
        assert_eq!(siblings("creative-design").collect::<Vec<_>>(), ["development"]);
        assert_eq!(siblings("learning-education").count() + siblings("a-new-one").count(), 0);
    }
}
