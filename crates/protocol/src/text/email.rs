//! Which e-mail addresses are accepted: the plain form that mail servers agree on (RFC 5321, `Dot-string@Domain`).
//!
//! Refuses quoted names, comments, address literals and everything that could end a header's line.

use crate::{Limits, ValueError};

/// Longest part before the `@`, in characters (RFC 5321, 4.5.3.1.1).
const LOCAL_CHARS: usize = 64;
/// Longest label of a domain, in characters (RFC 1035, 2.3.4).
const LABEL_CHARS: usize = 63;

/// Parses an address; white space around it is removed.
pub fn parse(text: &str) -> Result<String, ValueError> {
    let address = text.trim();
    if address.len() > Limits::EMAIL_CHARS {
        let detail = format!("an e-mail address can have at most {} characters", Limits::EMAIL_CHARS);
        return Err(ValueError::new("too_long", detail));
    }
    if address.bytes().any(|b| !b.is_ascii_graphic()) {
        let detail = "an e-mail address can contain only ASCII characters, without spaces";
        return Err(ValueError::new("invalid_characters", detail));
    }
    let invalid = || ValueError::new("invalid", "an e-mail address has the form name@example.org");
    let (local, domain) = address.rsplit_once('@').ok_or_else(invalid)?;
    if is_local(local) && is_domain(domain) { Ok(address.to_owned()) } else { Err(invalid()) }
}

/// Words separated by single dots (RFC 5322, `dot-atom`).
fn is_local(local: &str) -> bool {
    let in_word = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local.len() <= LOCAL_CHARS && local.split('.').all(|word| !word.is_empty() && word.bytes().all(in_word))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_CHARS).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EmailAddress;

    #[test]
    fn mail1_plain_addresses_are_accepted_and_compared_in_lower_case() {
        for good in
            ["ana@example.org", "Ana.B+chat@mail.example.org", "o'neill@example.org", "root@localhost"]
        {
            assert_eq!(parse(good).unwrap(), good);
        }
        let address: EmailAddress = " Ana@Example.ORG\n".parse().unwrap();
        assert_eq!((address.as_str(), address.folded().as_str()), ("Ana@Example.ORG", "ana@example.org"));
    }

    #[test]
    fn mail1_addresses_that_could_change_a_header_are_refused() {
        for bad in [
            "",
            "ana",
            "@example.org",
            "ana@",
            "ana@example..org",
            "ana@-example.org",
            ".ana@example.org",
            "ana@b@example.org",
            "ana @example.org",
            "ana@example.org\r\nBcc: eve@example.org",
            "ana\r\nBcc:eve@example.org",
            "Ana <ana@example.org>",
            "ana@example.org,eve@example.org",
            "\"ana\"@example.org",
            "ana@[127.0.0.1]",
            "anä@example.org",
            "ana@exämple.org",
            "ana\0@example.org",
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        assert!(parse(&long).is_err());
        let longer = format!("ana@{}.org", "a.".repeat(200));
        assert_eq!(parse(&longer).unwrap_err().code, "too_long");
    }
}
