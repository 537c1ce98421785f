//! Workflow commands of GitHub: `::error file=..,line=..,title=..::message`.
//!
//! Must hold (I11): no text in a command ends it, begins another, or adds a property: `%` and line ends are escaped as GitHub unescapes them, and in properties
//! `:` and `,` too. What else moves a terminal is spelt out before.

/// The message of a command.
pub fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
