use std::collections::BTreeSet;

use serde::Deserialize;

use super::{mentions_here, read};

#[derive(Deserialize)]
struct Case {
    text: String,
    mentions: BTreeSet<String>,
    links: Vec<String>,
}

#[test]
fn text1_the_server_parses_every_text_of_the_table_as_the_web_client_does() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../golden/texts.json")).unwrap();
    assert!(cases.len() >= 250);
    for Case { text, mentions, links } in cases {
        let reading = read(&text);
        let mut found = reading.names;
        if reading.room {
            found.insert("room".into());
        }
        if reading.here {
            found.insert("here".into());
        }
        assert_eq!(mentions_here(&text), reading.here, "{text:?}");
        assert_eq!((found, reading.links), (mentions, links), "{text:?}");
    }
}

#[test]
fn text5_the_longest_hostile_text_is_parsed_in_linear_time() {
    // Each of these took quadratic time in some grammar. A debug build parses all of them in well under a
    // second; a quadratic step would take minutes.
    let patterns = [
        "[",
        "[a](",
        "`",
        "` ",
        "*a ",
        "_a",
        "@a",
        "<http://",
        "http://x_",
        "> ",
        "- ",
        "| ",
        "|\n",
        "\\",
        "~~~\n",
    ];
    for pattern in patterns {
        let text = format!("@bob http://x.example {}", pattern.repeat(16_000 / pattern.len()));
        assert!(read(&text).names.len() < 20_000);
    }
}
