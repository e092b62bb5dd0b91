//! Changing one thing of one's storefront where it stands.

use actix_web::{HttpResponse, http::StatusCode};
use hub::profiles::Draft;
use sha2::{Digest, Sha256};

use super::{found, pages::ProfilePage};
use crate::{
    look::{Problems, marked::Marked},
    problem::Problem,
    say, say_html,
    visitor::Member,
};

hub::words! {
    /// What is changed in one go.
    pub enum Part { Name = "name", Tagline = "tagline", Bio = "bio", Links = "links" }
}

impl Part {
    /// What stands in it.
    fn of(self, draft: &Draft) -> Vec<&str> {
        match self {
            Part::Name => vec![&draft.name],
            Part::Tagline => vec![&draft.tagline],
            Part::Bio => vec![&draft.bio],
            Part::Links => vec![
                &draft.website_url,
                &draft.calendar_url,
                &draft.linkedin_url,
                &draft.twitter_url,
                &draft.github_url,
                &draft.youtube_url,
                &draft.instagram_url,
            ],
        }
    }

    pub fn is_empty(self, draft: &Draft) -> bool {
        self.of(draft).iter().all(|text| text.is_empty())
    }

    /// A mark of what stands in it, by which a form knows it again.
    pub fn mark(self, draft: &Draft) -> String {
        let mut hash = Sha256::new();
        for text in self.of(draft) {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether something else stands there than the form was begun with (`seen`), and than is typed.
    pub fn is_overtaken(self, seen: &str, stored: &Draft, typed: &Draft) -> bool {
        self.mark(stored) != seen && self.of(stored) != self.of(typed)
    }

    /// What stands on its button: to add it, or to change it.
    pub fn button(self, stored: &Draft) -> Marked<'static> {
        say_html(match (self, self.is_empty(stored)) {
            (Part::Name, true) => "profiles-add-name",
            (Part::Name, false) => "profiles-edit-name",
            (Part::Tagline, true) => "profiles-add-tagline",
            (Part::Tagline, false) => "profiles-edit-tagline",
            (Part::Bio, true) => "profiles-add-bio",
            (Part::Bio, false) => "profiles-edit-bio",
            (Part::Links, true) => "profiles-add-links",
            (Part::Links, false) => "profiles-edit-links",
        })
    }

    /// What now stands there, in words, for whoever typed something else.
    pub fn overtaken_words(self, stored: &Draft) -> String {
        let now: Vec<&str> = self.of(stored).into_iter().filter(|text| !text.is_empty()).collect();
        match now.is_empty() {
            true => say("profiles-overtaken-by-nothing").into(),
            false => say("profiles-overtaken").with("now", hub::kernel::text::excerpt(&now.join(", "), 200)).into(),
        }
    }
}

/// The owner's forms on their own storefront.
#[derive(Clone, Debug, Default)]
pub struct Editing {
    /// As it stands.
    pub stored: Draft,
    /// As it stands in the forms.
    pub typed: Draft,
    /// The form that is open since something is to be mended in it.
    pub open: Option<Part>,
    pub problems: Problems,
}

impl Editing {
    pub fn of(stored: Draft) -> Editing {
        Editing { typed: stored.clone(), stored, ..Editing::default() }
    }

    pub fn is_open(&self, part: &Part) -> bool {
        self.open == Some(*part)
    }

    pub fn problems_of(&self, part: &Part) -> Problems {
        if self.is_open(part) { self.problems.clone() } else { Problems::none() }
    }
}

/// One's own storefront once more, with what was typed into one of its forms and what to mend about it.
pub async fn again(member: &Member, status: StatusCode, part: Part, typed: Draft, problems: Problems) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    let page = found(member, &mut member.db().await?, member.id()).await?;
    chrome.path = format!("/@{}", page.profile.person.handle);
    let editing = page.editing.map(|editing| Editing { typed, open: Some(part), problems, ..editing });
    Ok(member.form_again(status, &ProfilePage { chrome, editing, ..page }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_overtaken_by_another_text_and_not_by_another_part_or_the_same_words() {
        let draft = |tagline: &str, bio: &str| Draft { tagline: tagline.into(), bio: bio.into(), ..Draft::default() };
        let seen = Part::Tagline.mark(&draft("Bread", "Long ago"));
        for (stored, typed, overtaken) in [
            (draft("Bread", "Long ago"), draft("Cake", "Long ago"), false),
            (draft("Bread", "Lately"), draft("Cake", "Lately"), false),
            (draft("Rolls", "Long ago"), draft("Cake", "Long ago"), true),
            (draft("", "Long ago"), draft("Cake", "Long ago"), true),
            (draft("Cake", "Long ago"), draft("Cake", "Long ago"), false),
        ] {
            assert_eq!(Part::Tagline.is_overtaken(&seen, &stored, &typed), overtaken, "{stored:?} {typed:?}");
        }
        let links = |website: &str, github: &str| Draft { website_url: website.into(), github_url: github.into(), ..Draft::default() };
        assert_ne!(Part::Links.mark(&links("a", "")), Part::Links.mark(&links("", "a")), "one link is not another");
        assert!(Part::Links.is_empty(&draft("Bread", "x")) && !Part::Tagline.is_empty(&draft("Bread", "")));
        assert!(Part::Tagline.overtaken_words(&draft("Rolls", "")).contains("now it says “Rolls”"));
        assert!(Part::Tagline.overtaken_words(&draft("", "")).contains("now it is empty"));
    }
}
