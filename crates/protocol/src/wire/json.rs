//! Strict deserialisation of what clients send: JSON bodies, socket frames and query strings.
//!
//! Serde's own deserialisers are more lenient than a contract can be: they accept an array for a struct, a
//! map for an enum variant, and the last of two equal keys. This one accepts only objects for structs,
//! strings for variants, each key once, and no NUL, which PostgreSQL cannot store. Errors name the field by
//! its path and never quote Rust types.

use std::{
    collections::HashSet,
    fmt::{self, Display},
};

use serde::{
    Deserialize,
    de::{
        DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, IgnoredAny, IntoDeserializer,
        MapAccess, SeqAccess, Unexpected, Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use crate::FieldError;

/// Why a text did not deserialise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// The text is not JSON.
    #[error("not JSON")]
    Malformed,
    /// The text is JSON, but not the expected value.
    #[error("{0}")]
    Invalid(FieldError),
}

/// Any JSON value, as it was written: keys keep their order and may repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonValue(Node);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Null,
    Bool(bool),
    Whole(i64),
    /// A whole number above `i64::MAX`.
    Large(u64),
    Float(f64),
    Text(String),
    /// A value from a query string, which is parsed as whatever type is expected.
    Untyped(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Deserialises one of our request types from a JSON text.
pub fn read_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, JsonError> {
    JsonValue::parse(text)?.read().map_err(JsonError::Invalid)
}

/// Deserialises one of our query types from the decoded names and values of a query string.
pub fn read_query<T: DeserializeOwned>(
    pairs: impl IntoIterator<Item = (String, String)>,
) -> Result<T, FieldError> {
    let pairs = pairs.into_iter().map(|(name, value)| (name, Node::Untyped(value)));
    JsonValue(Node::Object(pairs.collect())).read()
}

impl JsonValue {
    /// Parses any JSON text. `Invalid` for JSON that cannot be represented: nested too deeply, a number out
    /// of range, half a surrogate pair.
    pub fn parse(text: &[u8]) -> Result<Self, JsonError> {
        serde_json::from_slice(text).map(Self).map_err(|_| {
            // Checks the grammar alone. `IgnoredAny` does not check that strings are UTF-8.
            let is_json =
                std::str::from_utf8(text).is_ok() && serde_json::from_slice::<IgnoredAny>(text).is_ok();
            if is_json {
                let detail =
                    "the JSON is nested too deeply, or contains a number or a text that cannot be stored";
                JsonError::Invalid(FieldError::new("", "invalid", detail))
            } else {
                JsonError::Malformed
            }
        })
    }

    /// Deserialises the value as one of our types.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, FieldError> {
        T::deserialize(self.0).map_err(|fault| fault.0)
    }

    /// Whether it is an object.
    pub const fn is_object(&self) -> bool {
        matches!(self.0, Node::Object(_))
    }

    /// The string, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string under the first such key of an object.
    pub fn text(&self, key: &str) -> Option<&str> {
        let Node::Object(entries) = &self.0 else { return None };
        match entries.iter().find(|(name, _)| name == key) {
            Some((_, Node::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// Removes the first such key from an object and returns its value; repetitions of the key stay.
    pub fn take(&mut self, key: &str) -> Option<Self> {
        let Node::Object(entries) = &mut self.0 else { return None };
        let place = entries.iter().position(|(name, _)| name == key)?;
        Some(Self(entries.remove(place).1))
    }
}

/// An unexpected value, with the path to it.
#[derive(Debug)]
struct Fault(FieldError);

impl Fault {
    fn invalid(detail: impl Into<String>) -> Self {
        Self(FieldError::new("", "invalid", detail))
    }

    fn expected(what: &str) -> Self {
        Self::invalid(format!("expected {what}"))
    }

    /// The same fault with its path extended by `key` of the enclosing object.
    fn under(self, key: &str) -> Self {
        let Self(FieldError { field, code, detail }) = self;
        let field = match field.chars().next() {
            None => key.to_owned(),
            Some('[') => format!("{key}{field}"),
            Some(_) => format!("{key}.{field}"),
        };
        Self(FieldError { field, code, detail })
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self(FieldError::of_value(&message.to_string()))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expected(words_for(&expected.to_string()))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expected(words_for(&expected.to_string()))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::invalid(format!("expected one of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self(FieldError::new(field, "unknown_field", format!("unknown field {field}")))
    }

    fn missing_field(field: &'static str) -> Self {
        Self(FieldError::new(field, "required", format!("{field} is required")))
    }

    fn duplicate_field(field: &'static str) -> Self {
        repeated(field)
    }
}

/// Translates serde's name of an expected value into words for people.
fn words_for(expected: &str) -> &str {
    match expected {
        "a string" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "f64" => "a number",
        "i64" | "u64" | "u32" => "a whole number that fits",
        other => other,
    }
}

fn repeated(key: &str) -> Fault {
    Fault(FieldError::new(key, "repeated", format!("{key} can be given only once")))
}

fn without_nul(text: String) -> Result<String, Fault> {
    if text.contains('\0') {
        return Err(Fault(FieldError::new("", "invalid_characters", "a text cannot contain NUL")));
    }
    Ok(text)
}

/// Parses a number or boolean that a query string contains as text.
macro_rules! scalars {
    ($($method:ident $visit:ident $type:ty, $what:literal;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self {
                Self::Untyped(text) => {
                    visitor.$visit(text.parse::<$type>().map_err(|_| Fault::expected($what))?)
                }
                typed => typed.deserialize_any(visitor),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Node {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Whole(number) => visitor.visit_i64(number),
            Self::Large(number) => visitor.visit_u64(number),
            Self::Float(number) => visitor.visit_f64(number),
            Self::Text(text) | Self::Untyped(text) => visitor.visit_string(without_nul(text)?),
            Self::List(items) => {
                let mut items = Items(items.into_iter(), 0);
                let read = visitor.visit_seq(&mut items)?;
                // A tuple reads no more items than it has fields, so check that none are left.
                if items.0.len() == 0 { Ok(read) } else { Err(Fault::expected("a shorter list")) }
            }
            Self::Object(entries) => {
                let mut keys = HashSet::new();
                if let Some((twice, _)) = entries.iter().find(|(key, _)| !keys.insert(key.as_str())) {
                    return Err(repeated(twice));
                }
                visitor.visit_map(Entries { rest: entries.into_iter(), value: None })
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Self::Object(_) => self.deserialize_any(visitor),
            _ => Err(Fault::expected("an object")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Self::Text(word) | Self::Untyped(word) => {
                let word: StrDeserializer<'_, Fault> = word.as_str().into_deserializer();
                visitor.visit_enum(word)
            }
            _ => Err(Fault::unknown_variant("", words)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    scalars! {
        deserialize_bool visit_bool bool, "true or false";
        deserialize_i64 visit_i64 i64, "a whole number that fits";
        deserialize_u32 visit_u32 u32, "a whole number that fits";
        deserialize_u64 visit_u64 u64, "a whole number that fits";
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The remaining items of a list, and the index of the next one.
struct Items(std::vec::IntoIter<Node>, usize);

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.0.next() else { return Ok(None) };
        let place = self.1;
        self.1 += 1;
        seed.deserialize(item).map(Some).map_err(|fault| fault.under(&format!("[{place}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The remaining entries of an object, and the entry whose key was read last.
struct Entries {
    rest: std::vec::IntoIter<(String, Node)>,
    value: Option<(String, Node)>,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        let name: StrDeserializer<'_, Fault> = key.as_str().into_deserializer();
        let read = seed.deserialize(name)?;
        self.value = Some((key, value));
        Ok(Some(read))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (key, value) = self.value.take().ok_or_else(|| Fault::expected("a value"))?;
        seed.deserialize(value).map_err(|fault| fault.under(&key))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Build)
    }
}

/// Builds the tree from any JSON.
struct Build;

impl<'de> Visitor<'de> for Build {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number).map_or(Node::Large(number), Node::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CreateRoom, NewMessage, PatchMe, SetFolders, SetRole, SignIn};

    fn fault<T: DeserializeOwned + fmt::Debug>(text: &str) -> FieldError {
        match read_json::<T>(text.as_bytes()) {
            Err(JsonError::Invalid(fault)) => fault,
            other => panic!("{text} was {other:?}"),
        }
    }

    #[test]
    fn gen13_an_array_is_not_accepted_as_an_object() {
        for text in ["[]", r#"["name","password"]"#, "null", "7", r#""name""#] {
            assert_eq!(fault::<SignIn>(text).field, "", "{text}");
        }
        assert_eq!(fault::<PatchMe>(r#"{"settings":[false]}"#).field, "settings");
        let folders = r#"{"folders":[["01980000-0000-7000-8000-000000000000","Trips",[]]]}"#;
        assert_eq!(fault::<SetFolders>(folders).field, "folders[0]");
    }

    #[test]
    fn gen14_error_for_a_wrong_value_names_its_field() {
        for value in ["null", "7", "[]", r#"{"all":null}"#, r#""loud""#, "true"] {
            let fault = fault::<SetRole>(&format!(r#"{{"role":{value}}}"#));
            assert_eq!((fault.field.as_str(), fault.code.as_str()), ("role", "invalid"), "{value}");
            assert_eq!(fault.detail, "expected one of owner, moderator, member");
        }
        let id = "01980000-0000-7000-8000-000000000000";
        let text = format!(r#"{{"id":"{id}","body":"","attachments":["{id}",7]}}"#);
        assert_eq!(fault::<NewMessage>(&text).field, "attachments[1]");
        assert_eq!(fault::<PatchMe>(r#"{"settings":{"read_receipts":1}}"#).field, "settings.read_receipts");
    }

    #[test]
    fn gen15_repeated_keys_are_refused() {
        let twice = fault::<SignIn>(r#"{"username":"a","password":"b","username":"c"}"#);
        assert_eq!((twice.field.as_str(), twice.code.as_str()), ("username", "repeated"));
        assert_eq!(fault::<PatchMe>(r#"{"settings":{"a":1,"a":1}}"#).field, "settings.a");
    }

    #[test]
    fn gen16_texts_with_nul_are_refused() {
        let nul = fault::<CreateRoom>(r#"{"name":"a\u0000b"}"#);
        assert_eq!((nul.field.as_str(), nul.code.as_str()), ("name", "invalid_characters"));
    }

    #[test]
    fn json_of_the_wrong_shape_is_invalid_and_everything_else_malformed() {
        for text in [&b""[..], b"{", b"{}}", b"nul", b"{\"name\":\"a\"} x", b"{\"name\":\"\xff\"}"] {
            assert_eq!(read_json::<CreateRoom>(text), Err(JsonError::Malformed), "{text:?}");
        }
        let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
        for text in [deep.as_str(), r#"{"name":"\ud800"}"#, "1e999"] {
            assert_eq!(fault::<CreateRoom>(text).code, "invalid", "{text}");
        }
    }

    #[test]
    fn query_values_are_parsed_as_the_expected_type() {
        #[derive(Debug, Default, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct Query {
            text: Option<String>,
            number: Option<i64>,
            flag: bool,
        }
        let read = |pairs: &[(&str, &str)]| {
            read_query::<Query>(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
        };
        let all = read(&[("text", "7"), ("number", "-7"), ("flag", "true")]).unwrap();
        assert_eq!(all, Query { text: Some("7".to_owned()), number: Some(-7), flag: true });
        for (pairs, field) in [
            (&[("number", "x")][..], "number"),
            (&[("text", "a\0")], "text"),
            (&[("text", "a"), ("text", "a")], "text"),
            (&[("colour", "red")], "colour"),
        ] {
            assert_eq!(read(pairs).unwrap_err().field, field);
        }
    }
}
