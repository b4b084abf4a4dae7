//! The links in a message that get a card: at most three, and none from code.

use std::collections::HashSet;

use confluence_protocol::read_text;
use reqwest::Url;

/// Maximum number of cards for a message.
pub const LINKS: usize = 3;
/// Maximum length of a link in bytes; longer ones get no card.
const LONGEST: usize = 2048;

/// A message's links, in order and without duplicates.
pub fn links(body: &str) -> Vec<Url> {
    let mut seen = HashSet::new();
    let reading = read_text(body);
    reading
        .links
        .iter()
        .filter_map(|link| card(link))
        .filter(|url| seen.insert(url.clone()))
        .take(LINKS)
        .collect()
}

/// The page that a link leads to. Two places on one page share a card.
fn card(link: &str) -> Option<Url> {
    let mut url = Url::parse(link).ok().filter(|_| link.len() <= LONGEST)?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::links;

    fn found(body: &str) -> Vec<String> {
        links(body).into_iter().map(String::from).collect()
    }

    #[test]
    fn prev2_links_are_found_where_readers_see_them() {
        assert_eq!(found("see https://a.example/x, ok?"), ["https://a.example/x"]);
        assert_eq!(found("[words](https://a.example/x)."), ["https://a.example/x"]);
        assert_eq!(found("(HTTP://A.example/w_(x))"), ["http://a.example/w_(x)"]);
        assert_eq!(found("**https://a.example/**"), ["https://a.example/"]);
        assert_eq!(found("https://a.example/#one https://a.example/#two"), ["https://a.example/"]);
        assert_eq!(found("ftp://a.example javascript:alert(1) mailto:a@b.example"), [""; 0]);
    }

    #[test]
    fn prev2_links_in_code_get_no_card() {
        assert_eq!(found("`https://a.example/` and\n```\nhttps://b.example/\n```\n"), [""; 0]);
        assert_eq!(found("a ` b https://c.example/"), ["https://c.example/"]);
    }

    #[test]
    fn prev2_at_most_three_links_and_no_overlong_ones_get_cards() {
        let many: Vec<String> = (0..9).map(|n| format!("https://{n}.example/")).collect();
        assert_eq!(found(&many.join(" ")), many[..3]);
        assert_eq!(found(&format!("https://a.example/{}", "x".repeat(3000))), [""; 0]);
    }
}
