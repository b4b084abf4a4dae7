//! A page's own description: title, description and site name, as plain text.
//!
//! Reads tag by tag without building a document, so that the cost is bounded by the page's size.

use confluence_protocol::{Preview, plain_line};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// Maximum length in characters.
const TITLE: usize = 200;
const DESCRIPTION: usize = 400;
const SITE_NAME: usize = 80;

/// The card of a page. `None` if it has no title, or text in an encoding other than UTF-8.
pub fn card(url: &str, page: &[u8]) -> Option<Preview> {
    let mut said = Said::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut in_title = false;
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => match tag.name.as_slice() {
                b"title" => in_title = said.title.is_none(),
                b"meta" => said.meta(&tag),
                b"body" => break,
                _ => {}
            },
            Ok(Token::String(text)) if in_title => {
                let title = said.title.get_or_insert_default();
                title.push_str(&String::from_utf8_lossy(&text));
            }
            Ok(Token::EndTag(tag)) if tag.name.as_slice() == b"title" => in_title = false,
            Ok(_) => {}
            Err(error) => match error {},
        }
    }
    let clean = |text: Option<String>, most| plain_line(&text.unwrap_or_default(), most);
    let title = clean(said.og_title.or(said.title), TITLE);
    let description = clean(said.og_description.or(said.description), DESCRIPTION);
    let site_name = clean(said.site_name, SITE_NAME);
    if title.is_empty() || [&title, &description, &site_name].iter().any(|text| text.contains('\u{FFFD}')) {
        return None;
    }
    Some(Preview { url: url.to_owned(), title, description, site_name })
}

#[derive(Default)]
struct Said {
    title: Option<String>,
    og_title: Option<String>,
    description: Option<String>,
    og_description: Option<String>,
    site_name: Option<String>,
}

impl Said {
    fn meta(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let Some(name) = attribute(b"property").or_else(|| attribute(b"name")) else { return };
        let Some(content) = attribute(b"content").filter(|content| !content.trim().is_empty()) else {
            return;
        };
        let slot = match name.trim().to_ascii_lowercase().as_str() {
            "og:title" => &mut self.og_title,
            "og:description" => &mut self.og_description,
            "og:site_name" => &mut self.site_name,
            "description" => &mut self.description,
            _ => return,
        };
        slot.get_or_insert(content);
    }
}

#[cfg(test)]
mod tests {
    use super::card;

    #[test]
    fn prev4_card_comes_from_opengraph_or_the_pages_title() {
        let page = br#"<!doctype html><head><title>Plain &amp; simple</title>
            <meta name=description content="Words"><script>"<title>no</title>"</script>"#;
        let found = card("https://a.example/", page).unwrap();
        assert_eq!((found.title.as_str(), found.description.as_str()), ("Plain & simple", "Words"));
        let page = br#"<title>Plain</title><meta property="og:title" content="Better">
            <meta property="OG:Description" content="More"><meta property="og:site_name" content="Site">"#;
        let found = card("https://a.example/", page).unwrap();
        assert_eq!(
            (found.title.as_str(), found.description.as_str(), found.site_name.as_str()),
            ("Better", "More", "Site")
        );
    }

    #[test]
    fn prev4_card_is_plain_text_of_limited_length() {
        let page = format!("<title>a\u{202E}<b>b</b>\n{}</title>", "c".repeat(5000));
        let found = card("https://a.example/", page.as_bytes()).unwrap();
        assert!(found.title.starts_with("a<b>b</b> c") && found.title.ends_with('…'), "{}", found.title);
        assert_eq!(found.title.chars().count(), 200);
        assert_eq!(card("https://a.example/", b"<p>no title"), None);
        assert_eq!(card("https://a.example/", b"<title>\xe4\xf6</title>"), None);
        assert_eq!(card("https://a.example/", b"<body><title>late</title>"), None);
    }
}
