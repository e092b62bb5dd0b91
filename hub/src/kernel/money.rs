//! Money in whole cents of a currency. No floats.

use serde::{Deserialize, Serialize};

use super::refusal::FieldProblem;

/// Cents (4900 = $49).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// The most anything may cost: ten million of a currency.
pub const MOST: Cents = Cents(1_000_000_000);

impl Cents {
    /// `$49`, `$49.50`, `49 EUR`: as people write it, from a lower-case ISO code.
    pub fn words(self, currency: &str) -> String {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        let number = if rest == 0 { format!("{whole}") } else { format!("{whole}.{rest:02}") };
        match currency {
            "usd" => format!("${number}"),
            "eur" => format!("€{number}"),
            "gbp" => format!("£{number}"),
            other => format!("{number} {}", other.to_uppercase()),
        }
    }

    /// Reads what a person types for an amount: `49`, `49.5`, `$49.50`, `1,200`. `None` when it is no amount.
    pub fn parse(typed: &str) -> Option<Cents> {
        let plain: String = typed.trim().trim_start_matches(['$', '€', '£']).replace([',', ' '], "");
        let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        if whole.is_empty() || rest.len() > 2 || !(whole.to_owned() + rest).bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let cents = format!("{rest:0<2}").parse::<i64>().ok()?;
        let total = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        (total <= MOST.0).then_some(Cents(total))
    }
}

/// Currencies a price may be in.
pub const CURRENCIES: [&str; 6] = ["usd", "eur", "gbp", "chf", "cad", "aud"];

/// One of [`CURRENCIES`], lower case; nothing typed is US dollars.
pub fn currency(typed: &str) -> Result<String, FieldProblem> {
    let code = typed.trim().to_lowercase();
    match code.as_str() {
        "" => Ok("usd".to_owned()),
        known if CURRENCIES.contains(&known) => Ok(code),
        _ => Err(FieldProblem::new("currency", crate::fixed("rule-kernel-we-dont-know-that-currency-choose-one-from-the"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, cents) in [("49", 4900), ("$49.5", 4950), ("1,200", 120_000), ("0.07", 7), (" 12 ", 1200)] {
            assert_eq!(Cents::parse(typed), Some(Cents(cents)), "{typed}");
        }
        for typed in ["", "-3", "4.999", "ten", "1e9", "99999999999999999999"] {
            assert_eq!(Cents::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_currency_is_one_of_ours() {
        assert_eq!(currency(" EUR ").as_deref(), Ok("eur"));
        assert_eq!(currency("").as_deref(), Ok("usd"));
        assert!(currency("doubloons").is_err());
    }

    #[test]
    fn amounts_are_said_as_people_write_them() {
        assert_eq!(Cents(4900).words("usd"), "$49");
        assert_eq!(Cents(4950).words("eur"), "€49.50");
        assert_eq!(Cents(1200).words("chf"), "12 CHF");
    }
}
