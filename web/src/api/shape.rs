//! What a value looks like as JSON, for the OpenAPI document.
//!
//! The hub's types know nothing of documents, so their fields are listed here once more ([`shapes!`](crate::shapes)); the
//! compiler holds the two lists together: a field too many, too few or of another type does not build. What a request
//! sends is declared by [`sent!`](crate::sent), which makes the type, its reading and its shape from one list.

use std::collections::BTreeMap;

use hub::kernel::page::Page;
use utoipa::openapi::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat, Type,
    schema::{AnyOfBuilder, Components, ComponentsBuilder},
};

/// Has a form as JSON.
pub trait Shape {
    fn shape(book: &mut Book) -> RefOr<Schema>;
}

/// The named forms that others refer to.
#[derive(Default)]
pub struct Book {
    known: BTreeMap<String, Option<RefOr<Schema>>>,
}

impl Book {
    /// A reference to the form of this name, which is made the first time.
    pub fn named<S: Into<RefOr<Schema>>>(&mut self, name: &str, make: impl FnOnce(&mut Book) -> S) -> RefOr<Schema> {
        if !self.known.contains_key(name) {
            // Noted before it is made: a form may refer to itself.
            self.known.insert(name.to_owned(), None);
            let made = make(self).into();
            self.known.insert(name.to_owned(), Some(made));
        }
        Ref::from_schema_name(name).into()
    }

    pub fn into_named(self) -> impl Iterator<Item = (String, RefOr<Schema>)> {
        self.known.into_iter().filter_map(|(name, schema)| Some((name, schema?)))
    }

    pub fn components(self) -> ComponentsBuilder {
        self.into_named().fold(ComponentsBuilder::from(Components::new()), |all, (name, schema)| all.schema(name, schema))
    }
}

/// One field of an object.
pub struct Field {
    pub name: &'static str,
    pub words: String,
    pub required: bool,
    pub schema: RefOr<Schema>,
}

/// The same fields, these of them required: of what is new, where a change may leave them out.
pub fn needing(names: &[&str], fields: Vec<Field>) -> Vec<Field> {
    fields.into_iter().map(|field| Field { required: field.required || names.contains(&field.name), ..field }).collect()
}

/// An object of these fields and no others.
pub fn object(words: &str, fields: Vec<Field>) -> ObjectBuilder {
    let whole = ObjectBuilder::new().schema_type(Type::Object).description(said(words));
    fields.into_iter().fold(whole, |whole, field| {
        let whole = if field.required { whole.required(field.name) } else { whole };
        whole.property(field.name, with_words(field.schema, &field.words))
    })
}

/// The first word counts: doc comments begin with a space on each line.
pub fn said(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

fn with_words(schema: RefOr<Schema>, words: &str) -> RefOr<Schema> {
    let Some(words) = said(words) else { return schema };
    match schema {
        RefOr::Ref(mut reference) => {
            reference.description = words;
            RefOr::Ref(reference)
        }
        RefOr::T(Schema::Object(mut object)) => {
            object.description = Some(words);
            object.into()
        }
        RefOr::T(Schema::Array(mut array)) => {
            array.description = Some(words);
            RefOr::T(Schema::Array(array))
        }
        RefOr::T(Schema::AnyOf(mut any)) => {
            any.description = Some(words);
            RefOr::T(Schema::AnyOf(any))
        }
        other => other,
    }
}

/// A field's name without the mark that lets it be a word of the language: `r#type`.
pub fn plain(name: &'static str) -> &'static str {
    name.strip_prefix("r#").unwrap_or(name)
}

pub fn integer() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
}

pub fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// One of these words.
pub fn one_word_of(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    text().enum_values(Some(words))
}

impl Shape for String {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        text().into()
    }
}

impl Shape for bool {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Boolean).into()
    }
}

impl Shape for i64 {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        integer().into()
    }
}

impl Shape for u16 {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        integer().into()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        ArrayBuilder::new().items(T::shape(book)).into()
    }
}

/// There, but perhaps null.
impl<T: Shape> Shape for Option<T> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let null = ObjectBuilder::new().schema_type(Type::Null);
        Schema::from(AnyOfBuilder::new().item(T::shape(book)).item(null)).into()
    }
}

/// Both words, as `["GitHub", "https://…"]`.
impl Shape for (String, String) {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        ArrayBuilder::new().items(String::shape(book)).min_items(Some(2)).max_items(Some(2)).into()
    }
}

impl<T: Shape> Shape for Page<T> {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let (items, next) = (Vec::<T>::shape(book), Option::<String>::shape(book));
        let next_words = "Hand this back as `cursor` for the next page; null at the end.";
        object(
            "",
            vec![
                Field { name: "items", words: String::new(), required: true, schema: items },
                Field { name: "next", words: next_words.to_owned(), required: true, schema: next },
            ],
        )
        .into()
    }
}

/// The fields of types made elsewhere. `[maybe]`: left out when there is nothing to say. `a = "b"`: called b as JSON.
#[macro_export]
macro_rules! shapes {
    ($(
        $(#[doc = $doc:literal])*
        $type:path as $name:literal { $( $(#[doc = $fdoc:literal])* $([$left_out:ident])? $field:ident $(= $called:literal)? : $ftype:ty ),* $(,)? }
    )*) => {$(
        impl $crate::api::shape::Shape for $type {
            fn shape(book: &mut $crate::api::shape::Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                // Never called: that it builds says that no field is missing here and each has its type.
                let _held_together = |whole: $type| {
                    let $type { $($field),* } = whole;
                    $( let _: $ftype = $field; )*
                };
                book.named($name, |book| $crate::api::shape::object(concat!($($doc, "\n"),*), vec![$(
                    $crate::api::shape::Field {
                        name: [stringify!($field) $(, $called)?][0 $( + $called.len().min(1) )?],
                        words: concat!($($fdoc, "\n"),*).to_owned(),
                        required: true $( && stringify!($left_out).is_empty() )?,
                        schema: <$ftype as $crate::api::shape::Shape>::shape(book),
                    }
                ),*]))
            }
        }
    )*};
}

/// Enums that are words.
#[macro_export]
macro_rules! word_shapes {
    ($($type:path as $name:literal),* $(,)?) => {$(
        impl $crate::api::shape::Shape for $type {
            fn shape(book: &mut $crate::api::shape::Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                book.named($name, |_| {
                    utoipa::openapi::Schema::from($crate::api::shape::one_word_of(<$type>::ALL.iter().map(|w| w.word())))
                })
            }
        }
    )*};
}
