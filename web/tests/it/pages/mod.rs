//! Every page with every sample: rich, empty, and hostile text in every field. With `RENDER_TO=dir` the pages are
//! written there, to be looked at.

mod markup;
mod samples;

use markup::Markup;
use samples::Sample;

pub use samples::HOSTILE;

#[test]
fn every_page_is_sound_markup_with_every_sample() {
    for sample in Sample::ALL {
        for (name, html) in samples::pages(sample) {
            let markup = Markup::read(&html).unwrap_or_else(|e| panic!("{name} {sample:?}: {e}"));
            let problems = markup.problems();
            assert!(problems.is_empty(), "{name} {sample:?}: {problems:#?}");
        }
    }
}

#[test]
fn hostile_text_stays_text_on_every_page() {
    for (name, html) in samples::pages(Sample::Hostile) {
        assert!(!html.contains(HOSTILE), "{name} shows it unescaped");
        for raw in ["<script>alert", "<img src=x"] {
            let at = html.find(raw).map(|i| &html[i.saturating_sub(80)..(i + 60).min(html.len())]);
            assert_eq!(at, None, "{name}");
        }
        let markup = Markup::read(&html).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!markup.has_attribute_beginning("on"), "{name} has an inline handler");
        assert_eq!(markup.addresses().find(|a| a.to_lowercase().starts_with("javascript:")), None, "{name}");
    }
}

#[test]
fn every_form_that_changes_something_carries_its_token_and_a_command_of_its_own() {
    for sample in Sample::ALL {
        for (name, html) in samples::pages(sample) {
            let markup = Markup::read(&html).unwrap_or_else(|e| panic!("{name} {sample:?}: {e}"));
            let mut commands = Vec::new();
            for form in markup.forms().filter(|f| f.method == "post") {
                assert_eq!(form.value("csrf"), Some("the-token"), "{name} {sample:?}: {}", form.action);
                let command = form.value("command").unwrap_or_else(|| panic!("{name}: {} has no command", form.action));
                assert!(hub::CommandId::new(command).is_ok(), "{command}");
                assert!(!commands.contains(&command.to_owned()), "{name}: {} shares its command", form.action);
                commands.push(command.to_owned());
            }
        }
    }
}

#[test]
fn nothing_inline_that_the_content_policy_would_refuse() {
    for (name, html) in samples::pages(Sample::Rich) {
        let markup = Markup::read(&html).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!markup.has_attribute_beginning("style"), "{name}");
        assert!(markup.scripts_are_all_files(), "{name}");
        assert!(!html.contains("<style"), "{name}");
    }
}

#[test]
fn no_state_has_its_name_on_a_screen() {
    for (name, html) in samples::pages(Sample::Rich) {
        let words = Markup::read(&html).unwrap_or_else(|e| panic!("{name}: {e}")).text().to_lowercase();
        for state in ["initiated", "discussing", "in_progress", "beta_tester", "one_time", "—"] {
            assert!(!words.contains(state), "{name} says {state}");
        }
    }
}

#[test]
fn a_stranger_sees_the_way_in_and_never_a_members_controls() {
    for (name, html) in samples::strangers() {
        assert!(html.contains("/login?next="), "{name}");
        for control in ["action=\"/logout\"", "data-inbox", "/fulfil\"", "js/app.js"] {
            assert!(!html.contains(control), "{name} has {control}");
        }
        // What they may write before they have a name says so, and is sent after they have one.
        let markup = Markup::read(&html).unwrap_or_else(|e| panic!("{name}: {e}"));
        for form in markup.forms().filter(|f| f.action == "/connections" || f.action.starts_with("/my/")) {
            assert_eq!(form.value("stranger"), Some("yes"), "{name}: {}", form.action);
        }
    }
}

#[test]
fn the_pages_can_be_looked_at() {
    let Ok(folder) = std::env::var("RENDER_TO") else { return };
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for sample in Sample::ALL {
        for (name, html) in samples::pages(sample).into_iter().chain(samples::strangers()) {
            std::fs::write(format!("{folder}/{name}-{sample:?}.html").to_lowercase(), html).expect("can be written");
        }
    }
    for asset in ["app.css", "icons.svg", "logo.svg"] {
        let to = format!("{folder}{}", web::look::assets::path(asset));
        std::fs::create_dir_all(std::path::Path::new(&to).parent().expect("has one")).expect("can be made");
        std::fs::write(to, web::look::assets::find(asset).expect("is there").bytes.as_ref()).expect("can be written");
    }
}
