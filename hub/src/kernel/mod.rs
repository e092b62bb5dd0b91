//! What every feature is made of: ids, time, money, checked text, pages and the shape of a no.

#[macro_use]
pub mod words;

pub mod ids;
pub mod locale;
pub mod money;
pub mod page;
pub mod refusal;
pub mod text;
pub mod time;

pub use words::UnknownWord;
