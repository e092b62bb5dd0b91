//! What matters of a post besides its words, in one number: enough to guess how well two posts fit without reading either.

use hub::{asks::AskKind, offers::OfferKind};

use crate::{
    post::{Kind, Money, What},
    reading::Reading,
};

/// Bits of each part, from the lowest on.
const KIND: u32 = 4;
const WEIGHTY: u32 = 8;
const LANGUAGE: u32 = 10;
const CATEGORY: u32 = 16;
const SAYS: u32 = 10;
/// What a post says is kept in steps of this.
const STEP: f64 = 1.0 / 32.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Brief {
    pub what: What,
    /// Its number among the kinds of its group.
    pub kind: u8,
    /// How many different words weigh something; 255 is that and more.
    pub weighty: u8,
    /// 0: not known.
    pub language: u16,
    /// A hash; 0: none.
    pub category: u16,
    /// What all its words tell together ([`Reading::says`]), in steps; the highest number is that and more.
    says: u16,
    /// Costs money.
    pub paid: bool,
    /// An ask that welcomes other languages: which ones, its brief does not say.
    pub welcoming: bool,
}

impl Brief {
    pub fn of(reading: &Reading) -> Brief {
        let post = &reading.post;
        Brief {
            what: post.what(),
            kind: number_of_kind(post.kind).unwrap_or_default(),
            weighty: reading.weighty.min(255) as u8,
            says: (reading.says / STEP).round().min(f64::from((1 << SAYS) - 1)) as u16,
            language: number_of_language(&post.language),
            category: post.category().map_or(0, |category| number_of_category(&category.slug)),
            paid: matches!(&post.money, Money::Price { pricing, .. } if pricing.is_paid()),
            welcoming: !post.also_in.is_empty(),
        }
    }

    pub fn number(self) -> u64 {
        let parts = [
            (u64::from(self.kind), KIND),
            (u64::from(self.weighty), WEIGHTY),
            (u64::from(self.language), LANGUAGE),
            (u64::from(self.category), CATEGORY),
            (u64::from(self.says), SAYS),
            (u64::from(self.paid), 1),
            (self.what as u64, 2),
            (u64::from(self.welcoming), 1),
        ];
        parts.into_iter().rev().fold(0, |number, (part, bits)| number << bits | part)
    }

    pub fn of_number(mut number: u64) -> Brief {
        let mut next = |bits: u32| {
            let part = number & ((1 << bits) - 1);
            number >>= bits;
            part
        };
        let (kind, weighty) = (next(KIND) as u8, next(WEIGHTY) as u8);
        let (language, category, says) = (next(LANGUAGE) as u16, next(CATEGORY) as u16, next(SAYS) as u16);
        let (paid, what, welcoming) = (next(1) == 1, What::ALL[next(2) as usize], next(1) == 1);
        Brief { what, kind, weighty, language, category, says, paid, welcoming }
    }
}

impl Brief {
    /// What all its words tell together.
    pub fn says(self) -> f64 {
        f64::from(self.says) * STEP
    }

    /// Which group it is, without the rest.
    pub fn what_of_number(number: u64) -> What {
        What::ALL[(number >> (KIND + WEIGHTY + LANGUAGE + CATEGORY + SAYS + 1)) as usize & 3]
    }
}

/// The number of an ask's or an offer's kind. Others are not paired.
pub(crate) fn number_of_kind(kind: Kind) -> Option<u8> {
    let number = match kind {
        Kind::Ask(kind) => AskKind::ALL.iter().position(|other| *other == kind),
        Kind::Offer(kind) => OfferKind::ALL.iter().position(|other| *other == kind),
        Kind::Tool(_) | Kind::Person => None,
    };
    number.map(|number| number as u8)
}

/// Two letters as a number; longer codes share what is left.
pub(crate) fn number_of_language(code: &str) -> u16 {
    match code.as_bytes() {
        [] => 0,
        [a @ b'a'..=b'z', b @ b'a'..=b'z'] => u16::from(a - b'a') * 26 + u16::from(b - b'a') + 1,
        longer => 700 + (hash(longer) % 300) as u16,
    }
}

pub(crate) fn number_of_category(slug: &str) -> u16 {
    // Not about anything, so nobody shares it.
    if slug == "other" { 0 } else { (hash(slug.as_bytes()) % 65_535) as u16 + 1 }
}

/// FNV-1a.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_brief_survives_its_number() {
        let offer = samples::offer("Sourdough for beginners", "I teach bread").category("Marketing").offers_a(OfferKind::Feedback);
        let brief = Brief::of(&Reading::of(offer.post()));
        assert_eq!((brief.what, brief.kind), (What::Offers, 8));
        assert!(brief.weighty > 0 && brief.category > 0 && brief.says > 0);
        assert_eq!(Brief::of_number(brief.number()), brief);
        let widest = Brief {
            what: What::People,
            kind: 15,
            weighty: 255,
            language: 1_023,
            category: 65_535,
            says: 1_023,
            paid: true,
            welcoming: true,
        };
        assert_eq!(Brief::of_number(widest.number()), widest);
        assert_eq!([brief, widest].map(|brief| Brief::what_of_number(brief.number())), [What::Offers, What::People]);
    }

    #[test]
    fn languages_are_told_apart() {
        let numbers = ["", "aa", "en", "de", "zz"].map(number_of_language);
        assert!(numbers.windows(2).all(|two| two[0] != two[1]) && numbers.iter().all(|number| *number < 700));
        assert!((700..1_024).contains(&number_of_language("gsw")));
    }
}
