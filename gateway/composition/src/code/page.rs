//! The page `DIAGNOSTICS.md`, made of the list of codes.

use std::fmt::Write;

use super::Code;

const HEAD: &str = "# Diagnostics of composition

Every code that composition can give: what it means, an example, and the way out. A code is stable,
the words of a message may change. This page is made of the list of codes; a test fails when it is
not, and writes it when `UPDATE_PAGES` is set.
";

impl Code {
    /// The page that documents every code, as Markdown.
    #[must_use]
    pub fn page() -> String {
        let mut page = HEAD.to_owned();
        for (subject, codes) in Self::SUBJECTS {
            // Writing to a string cannot fail.
            let _ = write!(page, "\n## {subject}\n");
            for code in *codes {
                let _ = write!(
                    page,
                    "\n### {code}\n\n{}\n\n```graphql\n{}\n```\n\n{}\n",
                    code.meaning(),
                    code.example(),
                    code.way_out()
                );
            }
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn the_page_is_up_to_date() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIAGNOSTICS.md");
        if std::env::var_os("UPDATE_PAGES").is_some() {
            fs::write(&path, Code::page()).expect("the page can be written");
        }
        let page = fs::read_to_string(&path).expect("the page is there");
        assert!(page == Code::page(), "DIAGNOSTICS.md is stale: run this test with UPDATE_PAGES=1");
    }

    #[test]
    fn every_code_is_told_once() {
        let texts: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
