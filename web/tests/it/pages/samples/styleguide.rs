//! The style guide is the same for everybody.

use super::*;
use web::styleguide::pages::Styleguide;

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    vec![("styleguide", shown(Styleguide::new(s.chrome("/styleguide"))))]
}
