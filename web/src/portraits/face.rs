//! Draws a face: skin, hair, eyes, mouth, clothes and a backdrop, each chosen by a few bits of a hash of the name.

use sha2::{Digest, Sha256};

const SKIN: [&str; 8] = ["#f6d7c3", "#f0c6a4", "#e2ac82", "#c98d62", "#a86f48", "#8a5636", "#6b4029", "#50301f"];
const HAIR: [&str; 8] = ["#1f1a17", "#3b2a20", "#5d4130", "#8a5a2b", "#b9803f", "#d9b26a", "#8d8d92", "#b4532a"];
const WEAR: [&str; 8] = ["#0ea5a4", "#6366f1", "#d97706", "#be185d", "#15803d", "#b91c1c", "#334155", "#7c3aed"];
const BACK: [(&str, &str); 8] = [
    ("#0f766e", "#155e75"),
    ("#4338ca", "#0e7490"),
    ("#9a3412", "#b45309"),
    ("#9d174d", "#7e22ce"),
    ("#166534", "#0f766e"),
    ("#1e3a8a", "#4338ca"),
    ("#713f12", "#9a3412"),
    ("#3f3f46", "#0f766e"),
];

/// The bits of a name's hash, handed out one choice at a time.
struct Choices {
    bytes: [u8; 32],
    next: usize,
}

impl Choices {
    fn of(name: &str) -> Self {
        Choices { bytes: Sha256::digest(name.to_lowercase().as_bytes()).into(), next: 0 }
    }

    fn one_of<T: Copy, const N: usize>(&mut self, all: [T; N]) -> T {
        all[self.below(N as u8) as usize]
    }

    fn below(&mut self, most: u8) -> u8 {
        let byte = self.bytes[self.next % self.bytes.len()];
        self.next += 1;
        byte % most
    }
}

/// An SVG of 128 × 128.
pub fn draw(name: &str) -> String {
    let mut choose = Choices::of(name);
    let (skin, hair, wear) = (choose.one_of(SKIN), choose.one_of(HAIR), choose.one_of(WEAR));
    let (top, bottom) = choose.one_of(BACK);
    let behind = behind(&mut choose, hair);
    let clothes = clothes(&mut choose, wear);
    let in_front = in_front(&mut choose, hair);
    let look = format!("{}{}{}", eyes(&mut choose), mouth(&mut choose), extras(&mut choose));
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" role="img" aria-label="a drawn face"><defs><linearGradient id="b" x1="0" y1="0" x2="1" y2="1"><stop stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient></defs><rect width="128" height="128" fill="url(#b)"/>{behind}{clothes}<path d="M53 82h22v18q-11 8-22 0z" fill="{skin}"/><path d="M53 90q11 9 22 0v-5H53z" fill="#000" opacity=".12"/><ellipse cx="38" cy="64" rx="5" ry="8" fill="{skin}"/><ellipse cx="90" cy="64" rx="5" ry="8" fill="{skin}"/><ellipse cx="64" cy="61" rx="26" ry="31" fill="{skin}"/>{in_front}{look}</svg>"##
    )
}

fn behind(choose: &mut Choices, hair: &str) -> String {
    match choose.below(4) {
        0 => format!(r#"<path d="M34 60q-4-40 30-40t30 40l4 40q-34 12-68 0z" fill="{hair}"/>"#),
        1 => format!(r#"<circle cx="64" cy="22" r="13" fill="{hair}"/>"#),
        2 => format!(r#"<path d="M32 62q-2-38 32-40 34 2 32 40l-2 18H34z" fill="{hair}"/>"#),
        _ => String::new(),
    }
}

fn clothes(choose: &mut Choices, wear: &str) -> String {
    let body = format!(r#"<path d="M18 128q2-30 35-34 11 8 22 0 33 4 35 34z" fill="{wear}"/>"#);
    let detail = match choose.below(4) {
        0 => r##"<path d="M53 94l11 14 11-14" fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="4"/>"##,
        1 => r##"<path d="M26 112h76M22 122h84" stroke="#fff" stroke-opacity=".25" stroke-width="5"/>"##,
        2 => r##"<path d="M48 95v33M80 95v33" stroke="#000" stroke-opacity=".2" stroke-width="6"/>"##,
        _ => "",
    };
    body + detail
}

fn in_front(choose: &mut Choices, hair: &str) -> String {
    let path = match choose.below(7) {
        0 => "M37 60q-4-34 27-36 31 2 27 36-4-18-16-22-20 6-38 22z",
        1 => "M37 58q-2-32 27-34 29 2 27 34-8-16-27-16t-27 16z",
        2 => "M38 54q2-28 26-28t26 28q-10-14-26-14t-26 14z",
        3 => "M36 62q-8-20 4-30 4-10 14-8 8-8 18-2 12-2 14 10 10 8 6 30-4-14-10-20-20 2-34-2-10 8-12 22z",
        4 => "M37 60q0-32 27-34 27 2 27 34l-5-16-44-2z",
        5 => "M40 46q6-20 24-20t24 20q-12-8-24-8t-24 8z",
        // Bald, with a gleam.
        _ => return r##"<path d="M50 38q6-6 14-6" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="4" stroke-linecap="round"/>"##.to_owned(),
    };
    format!(r#"<path d="{path}" fill="{hair}"/>"#)
}

fn eyes(choose: &mut Choices) -> String {
    let brow = choose.one_of(["M46 53q6-4 12 0M70 53q6-4 12 0", "M46 52h12M70 52h12", "M46 54q6-5 12-1M70 53q6-4 12 1"]);
    let brows =
        format!(r##"<path d="{brow}" fill="none" stroke="#1c1917" stroke-opacity=".7" stroke-width="2.6" stroke-linecap="round"/>"##);
    let eyes = match choose.below(3) {
        0 => r##"<circle cx="53" cy="62" r="3.2" fill="#1c1917"/><circle cx="75" cy="62" r="3.2" fill="#1c1917"/>"##,
        1 => r##"<path d="M48 63q5-6 10 0M70 63q5-6 10 0" fill="none" stroke="#1c1917" stroke-width="3" stroke-linecap="round"/>"##,
        _ => {
            r##"<ellipse cx="53" cy="62" rx="4.6" ry="4" fill="#fff"/><ellipse cx="75" cy="62" rx="4.6" ry="4" fill="#fff"/><circle cx="54" cy="62" r="2.6" fill="#1c1917"/><circle cx="76" cy="62" r="2.6" fill="#1c1917"/>"##
        }
    };
    brows + eyes
}

fn mouth(choose: &mut Choices) -> &'static str {
    match choose.below(3) {
        0 => r##"<path d="M54 77q10 9 20 0" fill="none" stroke="#7f1d1d" stroke-width="3" stroke-linecap="round"/>"##,
        1 => r##"<path d="M53 75q11 15 22 0z" fill="#7f1d1d"/><path d="M56 76h16v3q-8 3-16 0z" fill="#fff"/>"##,
        _ => r##"<path d="M56 78q9 5 17-2" fill="none" stroke="#7f1d1d" stroke-width="3" stroke-linecap="round"/>"##,
    }
}

fn extras(choose: &mut Choices) -> &'static str {
    match choose.below(6) {
        0 => {
            r##"<g fill="none" stroke="#111827" stroke-width="2.4"><circle cx="53" cy="62" r="8.5"/><circle cx="75" cy="62" r="8.5"/><path d="M61.5 61q2.500-2 5 0M44.500 60l-7-2M83.500 60l7-2"/></g>"##
        }
        1 => r##"<g fill="#ef4444" opacity=".22"><circle cx="46" cy="71" r="5"/><circle cx="82" cy="71" r="5"/></g>"##,
        2 => {
            r##"<g fill="#7c2d12" opacity=".4"><circle cx="47" cy="70" r="1.200"/><circle cx="51" cy="72" r="1.200"/><circle cx="77" cy="72" r="1.200"/><circle cx="81" cy="70" r="1.200"/></g>"##
        }
        3 => r##"<g fill="#fbbf24"><circle cx="37" cy="73" r="2.500"/><circle cx="91" cy="73" r="2.500"/></g>"##,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_face_is_always_the_same_and_faces_differ() {
        assert_eq!(draw("ana"), draw("Ana"));
        let faces: HashSet<String> = (0..200).map(|n| draw(&format!("member-{n}"))).collect();
        assert!(faces.len() > 190, "only {} different faces", faces.len());
    }

    #[test]
    fn nothing_of_the_name_stands_in_the_drawing() {
        let drawn = draw("\"><script>alert(1)</script>");
        assert!(!drawn.contains("script") && drawn.len() < 4_096, "{drawn}");
    }
}
