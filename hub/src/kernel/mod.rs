//! What every feature is made of: ids, time, money, checked text, pages and the shape of a no.

pub mod ids;
pub mod money;
pub mod page;
pub mod refusal;
pub mod text;
pub mod time;
#[macro_use]
pub mod words;

pub use words::UnknownWord;
