//! Says in Cedar what a table means: one expression of type Bool.
//!
//! Permits come joined by `||`, then `&& !(...)` for each forbid. It is for people, and for a second opinion: the text parses in Cedar and is true for the calls
//! that the table allows, as long as nothing fails. (In one expression a permit that fails would take the others with it; limits have no words either.)
//!
//! Long because every expression has its text here.

use crate::check::{Malformed, check, entity_type, long};
use crate::format::{class, kind, op, text, word};
use core::fmt::{self, Write};

/// Why a table is not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprintable {
    /// It is no table, or one whose text would be without end.
    Malformed(Malformed),
    /// The writer does not take more.
    Writer(fmt::Error),
}

impl From<fmt::Error> for Unprintable {
    fn from(error: fmt::Error) -> Self {
        Unprintable::Writer(error)
    }
}

type Result<T> = core::result::Result<T, Unprintable>;

/// Nodes that are printed at most: a node that is named often is printed often.
const NODES: u32 = 4_000_000;
/// What always fails, as a Long.
const OVERFLOW: &str = "9223372036854775807 + 1";

/// How tightly an operator binds; what binds less tightly than its place needs parentheses.
mod binds {
    pub const EXPRESSION: u32 = 0;
    pub const OR: u32 = 1;
    pub const AND: u32 = 2;
    pub const RELATION: u32 = 3;
    pub const SUM: u32 = 4;
    pub const PRODUCT: u32 = 5;
    pub const SIGN: u32 = 6;
    pub const MEMBER: u32 = 7;
}

/// Prints a table.
///
/// # Errors
/// If it is no table, or if `out` fails.
pub fn print(table: &[u8], out: &mut dyn Write) -> Result<()> {
    check(table).map_err(Unprintable::Malformed)?;
    let mut printer = Printer { table, out, left: NODES };
    let wide = printer.word(12)?;
    let permits = wide + 4 + 4 * printer.word(wide)?;
    let limited = printer.word(16)?;
    let forbids = limited + 4 + 8 * printer.word(limited)?;
    let (plain, counted, forbidden) = (printer.word(permits)?, printer.word(limited)?, printer.word(forbids)?);
    let mut always = false;
    for index in 0..plain {
        always |= printer.op(printer.word(permits + 4 + 4 * index)?)? == op::TRUE;
    }
    let alone = forbidden == 0;
    if always || plain + counted == 0 {
        if !always || alone {
            printer.out.write_str(if always { "true" } else { "false" })?;
        }
    } else {
        let single = plain + counted == 1;
        let level = if single { if alone { binds::EXPRESSION } else { binds::AND } } else { binds::AND };
        if !single && !alone {
            printer.out.write_str("(")?;
        }
        for index in 0..plain + counted {
            let at = if index < plain { permits + 4 + 4 * index } else { limited + 4 + 8 * (index - plain) };
            if index > 0 {
                printer.out.write_str(" || ")?;
            }
            printer.node(printer.word(at)?, level)?;
        }
        if !single && !alone {
            printer.out.write_str(")")?;
        }
    }
    for index in 0..forbidden {
        if index > 0 || !always {
            printer.out.write_str(" && ")?;
        }
        printer.not(printer.word(forbids + 4 + 4 * index)?)?;
    }
    Ok(())
}

/// Prints one condition alone, of a table that [`check`] accepts; whether there is one of this number.
///
/// # Errors
/// If the table is none, or if `out` fails.
pub fn print_condition(table: &[u8], of: Conditions, number: u32, out: &mut dyn Write) -> Result<bool> {
    let mut printer = Printer { table, out, left: NODES };
    let (list, step) = match of {
        Conditions::Permits => {
            let wide = printer.word(12)?;
            (wide + 4 + 4 * printer.word(wide)?, 4)
        }
        Conditions::Limited => (printer.word(16)?, 8),
        Conditions::Forbids => {
            let limited = printer.word(16)?;
            (limited + 4 + 8 * printer.word(limited)?, 4)
        }
    };
    if number >= printer.word(list)? {
        return Ok(false);
    }
    printer.node(printer.word(list + 4 + step * number)?, binds::EXPRESSION)?;
    Ok(true)
}

/// Which conditions of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// Of permits without limit.
    Permits,
    /// Of permits with a limit.
    Limited,
    /// Of forbids.
    Forbids,
}

/// Prints the access to an attribute, as in `.cents` or `["dry-run"]`.
///
/// # Errors
/// If `out` fails.
pub fn attribute(name: &str, out: &mut dyn Write) -> fmt::Result {
    if is_identifier(name) {
        return write!(out, ".{name}");
    }
    out.write_str("[")?;
    string(name, false, out)?;
    out.write_str("]")
}

fn is_identifier(name: &str) -> bool {
    let is_reserved = matches!(name, "true" | "false" | "if" | "then" | "else" | "in" | "is" | "like" | "has" | "__cedar");
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !is_reserved && name.bytes().all(is_word) && name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}

/// Prints a string as Cedar writes it; in a pattern a star is not any text.
fn string(text: &str, pattern: bool, out: &mut dyn Write) -> fmt::Result {
    if !pattern {
        out.write_str("\"")?;
    }
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(out, "\\{character}")?,
            '*' if pattern => out.write_str("\\*")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\0' => out.write_str("\\0")?,
            ' '..='~' => out.write_char(character)?,
            _ => write!(out, "\\u{{{:x}}}", u32::from(character))?,
        }
    }
    if pattern { Ok(()) } else { out.write_str("\"") }
}

struct Printer<'a, 'o> {
    table: &'a [u8],
    out: &'o mut dyn Write,
    left: u32,
}

impl<'a> Printer<'a, '_> {
    fn word(&self, at: u32) -> Result<u32> {
        word(self.table, at).ok_or(Unprintable::Malformed(Malformed { at, what: "the table ends too early" }))
    }

    fn op(&self, node: u32) -> Result<u32> {
        Ok(self.word(node)? & 0xff)
    }

    fn bytes(&self, at: u32) -> Result<&'a [u8]> {
        let start = self.word(at)?;
        text(self.table, start).ok_or(Unprintable::Malformed(Malformed { at, what: "there is no such text" }))
    }

    fn text(&self, at: u32) -> Result<&'a str> {
        core::str::from_utf8(self.bytes(at)?).map_err(|_| Unprintable::Malformed(Malformed { at, what: "a text is not UTF-8" }))
    }

    fn put(&mut self, text: &str) -> Result<()> {
        Ok(self.out.write_str(text)?)
    }

    fn string(&mut self, at: u32) -> Result<()> {
        let text = self.text(at)?;
        Ok(string(text, false, self.out)?)
    }

    /// The negation of a Bool, that may stand beside `&&`.
    fn not(&mut self, node: u32) -> Result<()> {
        match self.op(node)? {
            op::NOT => self.node(self.word(node + 4)?, binds::RELATION),
            _ => {
                self.put("!(")?;
                self.node(node, binds::EXPRESSION)?;
                self.put(")")
            }
        }
    }

    /// Prints a node where what stands there must bind so tightly.
    fn node(&mut self, node: u32, level: u32) -> Result<()> {
        if self.left == 0 {
            return Err(Unprintable::Malformed(Malformed { at: node, what: "the text has no end" }));
        }
        self.left -= 1;
        let own = self.binds(node)?;
        if own < level {
            self.put("(")?;
        }
        self.bare(node)?;
        if own < level { self.put(")") } else { Ok(()) }
    }

    fn count(&self, at: u32) -> Result<u32> {
        self.word(at)
    }

    /// How tightly the outermost operator of a node's text binds.
    fn binds(&self, node: u32) -> Result<u32> {
        let head = self.word(node)?;
        let first = self.word(node + 4)?;
        Ok(match head & 0xff {
            op::IF | op::SELECT => binds::EXPRESSION,
            op::OR => binds::OR,
            op::AND => binds::AND,
            op::FAIL | op::EQUAL | op::LIKE | op::IN_HOST | op::IN_PATH => binds::RELATION,
            op::LESS | op::LESS_OR_EQUAL => {
                if class(self.word(first)?) == kind::DECIMAL {
                    binds::MEMBER
                } else {
                    binds::RELATION
                }
            }
            op::HAS => {
                if self.has_parts(node)? {
                    binds::AND
                } else {
                    binds::RELATION
                }
            }
            op::ONE_OF => {
                if self.count(node + 8)? < 2 {
                    binds::RELATION
                } else {
                    binds::MEMBER
                }
            }
            op::RANGES => match self.shape(node)? {
                Shape::Never | Shape::Compare(_, _) => binds::RELATION,
                Shape::Not(_) => binds::RELATION,
                Shape::List => binds::MEMBER,
                Shape::Between => binds::AND,
                Shape::Any => binds::OR,
            },
            op::ADD | op::SUBTRACT if class(head) == kind::LONG => binds::SUM,
            op::MULTIPLY => binds::PRODUCT,
            op::NOT | op::NEGATE => binds::SIGN,
            op::NUMBER if class(head) == kind::LONG && long(self.bytes(node + 4)?).is_some_and(|value| value < 0) => binds::SIGN,
            _ => binds::MEMBER,
        })
    }

    fn list(&mut self, first: u32, count: u32, separator: &str, level: u32) -> Result<()> {
        for index in 0..count {
            if index > 0 {
                self.put(separator)?;
            }
            self.node(
                self.word(first + 4 * index)?,
                if index == 0 && separator != ", " { level - u32::from(level > binds::SUM) } else { level },
            )?;
        }
        Ok(())
    }

    fn bare(&mut self, node: u32) -> Result<()> {
        let head = self.word(node)?;
        let (what, first) = (head & 0xff, self.word(node + 4)?);
        match what {
            op::TRUE => self.put("true"),
            op::FALSE => self.put("false"),
            op::FAIL => {
                self.put(OVERFLOW)?;
                self.put(" == 0")
            }
            op::NUMBER => self.number(node + 4, class(head)),
            op::TEXT => self.string(node + 4),
            op::IP => self.address(node + 4),
            op::ENTITY => {
                let name = self.text(node + 4)?;
                write!(self.out, "{name}::")?;
                self.string(node + 8)
            }
            op::SET => {
                self.put("[")?;
                self.list(node + 8, first, ", ", binds::EXPRESSION)?;
                self.put("]")
            }
            op::RECORD => {
                self.put("{")?;
                for index in 0..first {
                    if index > 0 {
                        self.put(", ")?;
                    }
                    self.string(node + 8 + 8 * index)?;
                    self.put(": ")?;
                    self.node(self.word(node + 12 + 8 * index)?, binds::EXPRESSION)?;
                }
                self.put("}")
            }
            op::INPUT => self.input(node, self.count(node + 8)?),
            op::HAS => self.has(node),
            op::NOT => {
                self.put("!")?;
                self.node(first, binds::MEMBER)
            }
            op::AND => self.list(node + 8, first, " && ", binds::RELATION),
            op::OR => self.list(node + 8, first, " || ", binds::AND),
            op::IF => {
                for index in 0..first {
                    self.put("if ")?;
                    self.node(self.word(node + 8 + 8 * index)?, binds::EXPRESSION)?;
                    self.put(" then ")?;
                    self.branch(node, self.word(node + 12 + 8 * index)?)?;
                    self.put(" else ")?;
                }
                self.branch(node, self.word(node + 8 + 8 * first)?)
            }
            op::SELECT => {
                let count = self.count(node + 8)?;
                for index in 0..count {
                    self.put("if ")?;
                    self.is_one(first, node + 12 + 8 * index)?;
                    self.put(" then ")?;
                    self.branch(node, self.word(node + 16 + 8 * index)?)?;
                    self.put(" else ")?;
                }
                self.branch(node, self.word(node + 12 + 8 * count)?)
            }
            op::EQUAL => self.relation(node, " == "),
            op::LESS | op::LESS_OR_EQUAL if class(self.word(first)?) == kind::DECIMAL => {
                self.method(node, if what == op::LESS { "lessThan" } else { "lessThanOrEqual" })
            }
            op::LESS => self.relation(node, " < "),
            op::LESS_OR_EQUAL => self.relation(node, " <= "),
            op::ADD if class(head) == kind::DATETIME => {
                self.node(self.word(node + 8)?, binds::MEMBER)?;
                for index in 1..first {
                    self.put(".offset(")?;
                    self.node(self.word(node + 8 + 4 * index)?, binds::EXPRESSION)?;
                    self.put(")")?;
                }
                Ok(())
            }
            op::ADD => self.list(node + 8, first, " + ", binds::PRODUCT),
            op::MULTIPLY => self.list(node + 8, first, " * ", binds::SIGN),
            op::SUBTRACT if class(head) == kind::DURATION => self.method(node, "durationSince"),
            op::SUBTRACT => {
                self.node(first, binds::SUM)?;
                self.put(" - ")?;
                self.node(self.word(node + 8)?, binds::PRODUCT)
            }
            op::NEGATE => {
                self.put("-")?;
                // A minus before a number would be the number's own.
                let is_number = self.op(first)? == op::NUMBER;
                if is_number {
                    self.put("(")?;
                }
                self.node(first, binds::MEMBER)?;
                if is_number { self.put(")") } else { Ok(()) }
            }
            op::TO_DATE => self.question(first, "toDate"),
            op::TO_TIME => self.question(first, "toTime"),
            op::DIVIDE => self.question(
                first,
                match self.word(node + 8)? {
                    1 => "toMilliseconds",
                    1_000 => "toSeconds",
                    60_000 => "toMinutes",
                    3_600_000 => "toHours",
                    _ => "toDays",
                },
            ),
            op::CONTAINS => self.method(node, "contains"),
            op::CONTAINS_ALL => self.method(node, "containsAll"),
            op::CONTAINS_ANY => self.method(node, "containsAny"),
            op::IS_IN_RANGE => self.method(node, "isInRange"),
            op::IS_EMPTY => self.question(first, "isEmpty"),
            op::IS_IPV4 => self.question(first, "isIpv4"),
            op::IS_IPV6 => self.question(first, "isIpv6"),
            op::IS_LOOPBACK => self.question(first, "isLoopback"),
            op::IS_MULTICAST => self.question(first, "isMulticast"),
            op::LIKE => self.like(node),
            op::ONE_OF => self.one_of(node),
            op::RANGES => self.ranges(node),
            op::IN_HOST | op::IN_PATH => {
                self.node(first, binds::SUM)?;
                self.put(" in ")?;
                self.type_of(first)?;
                self.string(node + 8)
            }
            _ => Err(Unprintable::Malformed(Malformed { at: node, what: "there is no such expression" })),
        }
    }

    fn relation(&mut self, node: u32, operator: &str) -> Result<()> {
        self.node(self.word(node + 4)?, binds::SUM)?;
        self.put(operator)?;
        self.node(self.word(node + 8)?, binds::SUM)
    }

    fn method(&mut self, node: u32, name: &str) -> Result<()> {
        self.node(self.word(node + 4)?, binds::MEMBER)?;
        write!(self.out, ".{name}(")?;
        self.node(self.word(node + 8)?, binds::EXPRESSION)?;
        self.put(")")
    }

    fn question(&mut self, operand: u32, name: &str) -> Result<()> {
        self.node(operand, binds::MEMBER)?;
        Ok(write!(self.out, ".{name}()")?)
    }

    /// A branch of a choice. One that fails is a value of the choice's type behind a condition that fails.
    fn branch(&mut self, choice: u32, branch: u32) -> Result<()> {
        if self.op(branch)? != op::FAIL || class(self.word(choice)?) == kind::BOOL {
            return self.node(branch, binds::EXPRESSION);
        }
        let mut sibling = choice;
        while matches!(self.op(sibling)?, op::IF | op::SELECT) {
            let (mut at, end) = if self.op(sibling)? == op::IF {
                (sibling + 12, sibling + 8 + 8 * self.count(sibling + 4)?)
            } else {
                (sibling + 16, sibling + 12 + 8 * self.count(sibling + 8)?)
            };
            while at < end && self.op(self.word(at)?)? == op::FAIL {
                at += 8;
            }
            sibling = self.word(at.min(end))?;
        }
        write!(self.out, "(if {OVERFLOW} == 0 then ")?;
        self.node(sibling, binds::EXPRESSION)?;
        self.put(" else ")?;
        self.node(sibling, binds::EXPRESSION)?;
        self.put(")")
    }

    fn input(&mut self, node: u32, count: u32) -> Result<()> {
        self.put(match self.word(node)? >> 12 & 15 {
            0 => "principal",
            1 => "resource",
            _ => "context",
        })?;
        for index in 0..count {
            attribute(self.text(node + 12 + 4 * index)?, self.out)?;
        }
        Ok(())
    }

    /// Whether a `has` takes several: Cedar's long form has identifiers only.
    fn has_parts(&self, node: u32) -> Result<bool> {
        let count = self.count(node + 8)?;
        let mut all = true;
        for index in 0..count {
            all &= is_identifier(self.text(node + 12 + 4 * index)?);
        }
        Ok(count > 1 && !all)
    }

    fn has(&mut self, node: u32) -> Result<()> {
        let (count, parts) = (self.count(node + 8)?, self.has_parts(node)?);
        for index in 0..count {
            let name = self.text(node + 12 + 4 * index)?;
            if index == 0 || parts {
                self.put(if index > 0 { " && " } else { "" })?;
                self.input(node, index)?;
                self.put(" has ")?;
            } else {
                self.put(".")?;
            }
            if is_identifier(name) { self.put(name)? } else { string(name, false, self.out)? }
        }
        if count == 0 { self.put("true") } else { Ok(()) }
    }

    fn like(&mut self, node: u32) -> Result<()> {
        self.node(self.word(node + 4)?, binds::SUM)?;
        let (anchors, count) = (self.word(node + 8)?, self.count(node + 12)?);
        self.put(if anchors & 1 == 0 { " like \"*" } else { " like \"" })?;
        for index in 0..count {
            self.put(if index > 0 { "*" } else { "" })?;
            string(self.text(node + 16 + 4 * index)?, true, self.out)?;
        }
        // `*` alone has no literal that a second star could follow.
        self.put(if anchors & 2 == 0 && (count > 0 || anchors & 1 != 0) { "*\"" } else { "\"" })
    }

    /// The type of an entity with what separates it from an id; nothing for a String.
    fn type_of(&mut self, value: u32) -> Result<()> {
        match entity_type(self.table, value).and_then(|name| text(self.table, name)).map(core::str::from_utf8) {
            Some(Ok(name)) if class(self.word(value)?) == kind::ENTITY => Ok(write!(self.out, "{name}::")?),
            _ => Ok(()),
        }
    }

    fn is_one(&mut self, value: u32, at: u32) -> Result<()> {
        self.node(value, binds::SUM)?;
        self.put(" == ")?;
        self.type_of(value)?;
        self.string(at)
    }

    fn one_of(&mut self, node: u32) -> Result<()> {
        let (value, count) = (self.word(node + 4)?, self.count(node + 8)?);
        match count {
            0 => {
                self.node(value, binds::SUM)?;
                self.put(" != ")?;
                return self.node(value, binds::SUM);
            }
            1 => return self.is_one(value, node + 12),
            _ => {}
        }
        self.put("[")?;
        for index in 0..count {
            self.put(if index > 0 { ", " } else { "" })?;
            self.type_of(value)?;
            self.string(node + 12 + 4 * index)?;
        }
        self.put("].contains(")?;
        self.node(value, binds::EXPRESSION)?;
        self.put(")")
    }

    fn range(&self, node: u32, index: u32) -> Result<(i64, i64)> {
        let bytes = self.bytes(node + 12 + 4 * index)?;
        Ok((long(bytes).unwrap_or_default(), bytes.get(8..).and_then(long).unwrap_or_default()))
    }

    fn shape(&self, node: u32) -> Result<Shape> {
        let count = self.count(node + 8)?;
        if count == 0 {
            return Ok(Shape::Never);
        }
        let ((low, high), (last, end)) = (self.range(node, 0)?, self.range(node, count - 1)?);
        if count == 1 {
            return Ok(match (low, high) {
                (i64::MIN, i64::MAX) => Shape::Compare("==", None),
                _ if low == high => Shape::Compare("==", Some(low)),
                (i64::MIN, most) => Shape::Compare("<=", Some(most)),
                (least, i64::MAX) => Shape::Compare(">=", Some(least)),
                _ => Shape::Between,
            });
        }
        if count == 2 && low == i64::MIN && end == i64::MAX && high.checked_add(2) == Some(last) {
            return Ok(Shape::Not(high + 1));
        }
        for index in 0..count {
            let (low, high) = self.range(node, index)?;
            if low != high {
                return Ok(Shape::Any);
            }
        }
        Ok(Shape::List)
    }

    fn ranges(&mut self, node: u32) -> Result<()> {
        let (value, count) = (self.word(node + 4)?, self.count(node + 8)?);
        match self.shape(node)? {
            Shape::Never => self.compare(value, "<", None),
            Shape::Compare(operator, number) => self.compare(value, operator, number),
            Shape::Not(number) => self.compare(value, "!=", Some(number)),
            Shape::Between => self.between(node, 0),
            Shape::List => {
                let kind = class(self.word(value)?);
                self.put("[")?;
                for index in 0..count {
                    self.put(if index > 0 { ", " } else { "" })?;
                    self.number(node + 12 + 4 * index, kind)?;
                }
                self.put("].contains(")?;
                self.node(value, binds::EXPRESSION)?;
                self.put(")")
            }
            Shape::Any => (0..count).try_for_each(|index| {
                self.put(if index > 0 { " || " } else { "" })?;
                self.between(node, index)
            }),
        }
    }

    /// One range of several.
    fn between(&mut self, node: u32, index: u32) -> Result<()> {
        let value = self.word(node + 4)?;
        match self.range(node, index)? {
            (low, high) if low == high => self.compare(value, "==", Some(low)),
            (i64::MIN, high) => self.compare(value, "<=", Some(high)),
            (low, i64::MAX) => self.compare(value, ">=", Some(low)),
            (low, high) => {
                self.compare(value, ">=", Some(low))?;
                self.put(" && ")?;
                self.compare(value, "<=", Some(high))
            }
        }
    }

    /// A comparison of a value with a number, or with itself.
    fn compare(&mut self, value: u32, operator: &str, number: Option<i64>) -> Result<()> {
        let kind = class(self.word(value)?);
        let method = match operator {
            "<" => "lessThan",
            "<=" => "lessThanOrEqual",
            ">=" => "greaterThanOrEqual",
            _ => "",
        };
        let is_method = kind == kind::DECIMAL && !method.is_empty();
        self.node(value, if is_method { binds::MEMBER } else { binds::SUM })?;
        if is_method {
            write!(self.out, ".{method}(")?
        } else {
            write!(self.out, " {operator} ")?
        }
        match number {
            Some(number) => self.value(number, kind)?,
            None => self.node(value, binds::SUM)?,
        }
        if is_method { self.put(")") } else { Ok(()) }
    }

    fn number(&mut self, at: u32, kind: u32) -> Result<()> {
        let value = long(self.bytes(at)?).unwrap_or_default();
        self.value(value, kind)
    }

    fn value(&mut self, value: i64, kind: u32) -> Result<()> {
        let sign = if value < 0 { "-" } else { "" };
        let size = value.unsigned_abs();
        match kind {
            kind::DECIMAL => write!(self.out, "decimal(\"{sign}{}.{:04}\")", size / 10_000, size % 10_000)?,
            kind::DURATION => self.duration(value)?,
            kind::DATETIME => self.datetime(value)?,
            _ => write!(self.out, "{value}")?,
        }
        Ok(())
    }

    fn duration(&mut self, value: i64) -> fmt::Result {
        let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")];
        let (size, unit) = units.into_iter().find(|(size, _)| value != 0 && value % size == 0).unwrap_or((1, "ms"));
        write!(self.out, "duration(\"{}{unit}\")", value / size)
    }

    /// A datetime, as a date if it is one with a year of four digits.
    fn datetime(&mut self, value: i64) -> fmt::Result {
        let (days, time) = (value.div_euclid(86_400_000), value.rem_euclid(86_400_000));
        // Days since 0000-03-01, in eras of 400 years (146,097 days); years start in March, so that leap days end them.
        let since = days.saturating_add(719_468);
        let (era, day) = (since.div_euclid(146_097), since.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let rest = day - (365 * year + year / 4 - year / 100);
        let month = (5 * rest + 2) / 153;
        let (date, month) = (rest - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
        let year = year + era.saturating_mul(400) + i64::from(month <= 2);
        if !(1..=9999).contains(&year) {
            self.out.write_str("datetime(\"1970-01-01\").offset(")?;
            self.duration(value)?;
            return self.out.write_str(")");
        }
        write!(self.out, "datetime(\"{year:04}-{month:02}-{date:02}")?;
        if time != 0 {
            write!(self.out, "T{:02}:{:02}:{:02}.{:03}Z", time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60, time % 1_000)?;
        }
        self.out.write_str("\")")
    }

    fn address(&mut self, at: u32) -> Result<()> {
        let bytes = self.bytes(at)?;
        self.put("ip(\"")?;
        let (prefix, whole) = match *bytes {
            [4, prefix, a, b, c, d] => {
                write!(self.out, "{a}.{b}.{c}.{d}")?;
                (prefix, 32)
            }
            [_, prefix, ref groups @ ..] => {
                // Written out: Cedar does not take the forms in which an IPv4 address is part of an IPv6 one.
                for (index, group) in groups.chunks(2).enumerate() {
                    let group = group.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
                    write!(self.out, "{}{group:x}", if index > 0 { ":" } else { "" })?;
                }
                (prefix, 128)
            }
            _ => (0, 0),
        };
        if prefix != whole {
            write!(self.out, "/{prefix}")?;
        }
        self.put("\")")
    }
}

/// How ranges are best said.
enum Shape {
    Never,
    /// With a number, or with itself.
    Compare(&'static str, Option<i64>),
    Not(i64),
    Between,
    List,
    Any,
}
