//! Expressions, from the nodes of a table, and their types.
//!
//! In: the address of an expression's node. Out: the [`Expr`] that means the same, and its type. Must hold: both fail on the same calls, and else have the
//! same value. The engine compares two values by what it knows of the first, so that they are of one type is seen to here.
//!
//! Ranges come back as what the decision procedure splits exactly: single numbers as a set that contains the value, longer ones as comparisons with
//! their ends.

use super::super::place::{Kind, Place};
use super::super::rules::{EntityName, Expr, Hierarchy, Ip, Part, Pattern};
use super::{Reader, Result};
use caplink_guard::format::{class, kind, op};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// Of what always fails, and of what an empty set has: it is of every type.
    Any,
    /// What the format calls it, if that says all.
    Plain(u32),
    /// An entity of this type.
    Entity(String),
    /// A set of these.
    Set(Rc<Type>),
    /// A record of these; any of them may be absent.
    Record(Rc<BTreeMap<String, Type>>),
}

impl Type {
    /// The type of what lies at a place.
    pub(super) fn of(place: &Place) -> Self {
        Type::Plain(match &place.kind {
            Kind::Bool | Kind::Flag(_) => kind::BOOL,
            Kind::Signed(_) | Kind::Unsigned(_) | Kind::Unsigned64 => kind::LONG,
            Kind::Char | Kind::String | Kind::OneOf(..) => kind::STRING,
            Kind::Decimal => kind::DECIMAL,
            Kind::Datetime => kind::DATETIME,
            Kind::Duration => kind::DURATION,
            Kind::Ip => kind::IP,
            Kind::Entity(name) => return Type::Entity(name.clone()),
            Kind::Set(_, element) => return Type::Set(Rc::new(Type::of(element))),
            Kind::Record(attributes) => {
                return Type::Record(Rc::new(attributes.iter().map(|(name, place)| (name.clone(), Type::of(place))).collect()));
            }
        })
    }
}

impl Reader<'_> {
    /// The expression of a node, and its type.
    pub(super) fn expression(&mut self, node: u32) -> Result<(Expr, Type)> {
        self.spend(1)?;
        let head = self.word(node)?;
        let first = node + 4;
        let expr = match head & 0xff {
            op::TRUE => Expr::Bool(true),
            op::FALSE => Expr::Bool(false),
            op::FAIL => return Ok((Expr::Fail, Type::Any)),
            op::NUMBER => {
                let Some((number, _)) = self.bytes(first)?.split_first_chunk() else { return self.wrong(node, "a number is too short") };
                number_of(class(head), i64::from_le_bytes(*number))
            }
            op::TEXT => Expr::String(self.text(first)?),
            op::IP => Expr::Ip(self.ip(first)?),
            op::ENTITY => {
                let entity = EntityName { kind: self.text(first)?, id: self.text(first + 4)? };
                let of = Type::Entity(entity.kind.clone());
                return Ok((Expr::Entity(entity), of));
            }
            op::SET => {
                let (mut elements, mut of) = (vec![], Type::Any);
                for element in self.list(first, 1)? {
                    let (element, next) = self.expression(element)?;
                    of = self.join(node, &of, &next)?;
                    elements.push(element);
                }
                return Ok((Expr::Set(elements), Type::Set(Rc::new(of))));
            }
            op::RECORD => {
                let (mut values, mut types) = (BTreeMap::new(), BTreeMap::new());
                for index in 0..self.word(first)? {
                    let name = self.text(first + 4 + 8 * index)?;
                    let (value, of) = self.expression(self.word(first + 8 + 8 * index)?)?;
                    values.insert(name.clone(), value);
                    types.insert(name, of);
                }
                return Ok((Expr::Record(values), Type::Record(Rc::new(types))));
            }
            op::INPUT => {
                let path = self.path(node)?;
                let Some(of) = self.types.get(&path).cloned() else { return self.wrong(node, "an input has no place") };
                return Ok((Expr::Input(path), of));
            }
            op::HAS => Expr::Has(self.path(node)?),
            op::NOT => Expr::Not(self.operand(first)?),
            op::AND => Expr::And(self.operands(first)?),
            op::OR => Expr::Or(self.operands(first)?),
            op::IF => {
                let (mut branches, mut of) = (vec![], Type::Any);
                let count = self.word(first)?;
                for at in (first + 4..first + 4 + 8 * count).step_by(8) {
                    let condition = *self.operand(at)?;
                    branches.push((condition, self.branch(at + 4, &mut of)?));
                }
                let otherwise = self.branch(first + 4 + 8 * count, &mut of)?;
                return Ok((Expr::If(branches, Box::new(otherwise)), of));
            }
            op::SELECT => {
                let (on, count) = (self.operand(first)?, self.word(first + 4)?);
                let (mut branches, mut of) = (BTreeMap::new(), Type::Any);
                for at in (first + 8..first + 8 + 8 * count).step_by(8) {
                    let name = self.text(at)?;
                    branches.insert(name, self.branch(at + 4, &mut of)?);
                }
                let otherwise = self.branch(first + 8 + 8 * count, &mut of)?;
                return Ok((Expr::Select(on, branches, Box::new(otherwise)), of));
            }
            op::ADD => Expr::Add(self.operands(first)?),
            op::MULTIPLY => Expr::Multiply(self.operands(first)?),
            op::SUBTRACT => Expr::Subtract(self.operand(first)?, self.operand(first + 4)?),
            op::NEGATE => Expr::Negate(self.operand(first)?),
            op::TO_DATE => Expr::ToDate(self.operand(first)?),
            op::TO_TIME => Expr::ToTime(self.operand(first)?),
            op::DIVIDE => Expr::Divide(self.operand(first)?, self.word(first + 4)?.into()),
            op::EQUAL => {
                let (a, b) = self.pair(node, |a, b| Some((a.clone(), b.clone())))?;
                Expr::Equal(a, b)
            }
            op::LESS => Expr::Less(self.operand(first)?, self.operand(first + 4)?),
            op::LESS_OR_EQUAL => Expr::LessOrEqual(self.operand(first)?, self.operand(first + 4)?),
            op::CONTAINS => {
                let (set, element) = self.pair(node, |set, element| Some((element_of(set)?, element.clone())))?;
                Expr::Contains(set, element)
            }
            op::CONTAINS_ALL => {
                let (a, b) = self.pair(node, |a, b| Some((a.clone(), b.clone())))?;
                Expr::ContainsAll(a, b)
            }
            op::CONTAINS_ANY => {
                let (a, b) = self.pair(node, |a, b| Some((a.clone(), b.clone())))?;
                Expr::ContainsAny(a, b)
            }
            op::IS_EMPTY => Expr::IsEmpty(self.operand(first)?),
            op::IS_IPV4 => Expr::IsIpv4(self.operand(first)?),
            op::IS_IPV6 => Expr::IsIpv6(self.operand(first)?),
            op::IS_LOOPBACK => Expr::IsLoopback(self.operand(first)?),
            op::IS_MULTICAST => Expr::IsMulticast(self.operand(first)?),
            op::IS_IN_RANGE => Expr::IsInRange(self.operand(first)?, self.operand(first + 4)?),
            op::LIKE => Expr::Like(self.operand(first)?, self.pattern(first + 4)?),
            op::ONE_OF => {
                let texts = (0..self.word(first + 4)?).map(|index| self.text(first + 8 + 4 * index)).collect::<Result<_>>();
                Expr::OneOf(self.operand(first)?, texts?)
            }
            op::RANGES => self.ranges(first)?,
            op::IN_HOST => Expr::Under(self.operand(first)?, Hierarchy::Host, self.text(first + 4)?),
            op::IN_PATH => Expr::Under(self.operand(first)?, Hierarchy::Path, self.text(first + 4)?),
            _ => return self.wrong(node, "there is no such expression"),
        };
        Ok((expr, Type::Plain(class(head))))
    }

    /// An operand whose type the check has seen to.
    fn operand(&mut self, at: u32) -> Result<Box<Expr>> {
        Ok(Box::new(self.expression(self.word(at)?)?.0))
    }

    fn operands(&mut self, list: u32) -> Result<Vec<Expr>> {
        self.list(list, 1)?.into_iter().map(|operand| Ok(self.expression(operand)?.0)).collect()
    }

    /// A value that others may stand in for.
    fn branch(&mut self, at: u32, of: &mut Type) -> Result<Expr> {
        let (value, next) = self.expression(self.word(at)?)?;
        *of = self.join(at, of, &next)?;
        Ok(value)
    }

    /// Two operands, of which these parts are compared.
    fn pair(&mut self, node: u32, compared: impl Fn(&Type, &Type) -> Option<(Type, Type)>) -> Result<(Box<Expr>, Box<Expr>)> {
        let (a, first) = self.expression(self.word(node + 4)?)?;
        let (b, second) = self.expression(self.word(node + 8)?)?;
        let Some((first, second)) = compared(&first, &second) else { return self.wrong(node, "this is not a set") };
        self.join(node, &first, &second)?;
        Ok((Box::new(a), Box::new(b)))
    }

    /// The type that values of two types have together.
    fn join(&mut self, at: u32, a: &Type, b: &Type) -> Result<Type> {
        self.spend(1)?;
        Ok(match (a, b) {
            (Type::Any, other) | (other, Type::Any) => other.clone(),
            (Type::Set(a), Type::Set(b)) => Type::Set(Rc::new(self.join(at, a, b)?)),
            (Type::Record(a), Type::Record(b)) if Rc::ptr_eq(a, b) => Type::Record(a.clone()),
            (Type::Record(a), Type::Record(b)) => {
                self.spend(a.len() + b.len())?;
                let mut all = BTreeMap::new();
                for (name, first) in a.iter().chain(b.iter()) {
                    let joined = match (a.get(name), b.get(name)) {
                        (Some(a), Some(b)) if !all.contains_key(name) => self.join(at, a, b)?,
                        _ => first.clone(),
                    };
                    all.entry(name.clone()).or_insert(joined);
                }
                Type::Record(Rc::new(all))
            }
            (a, b) if a == b => a.clone(),
            _ => return self.wrong(at, "values of two types are compared"),
        })
    }

    fn ip(&mut self, at: u32) -> Result<Ip> {
        match self.bytes(at)? {
            [version, prefix, address @ ..] => {
                let address = address.iter().fold(0, |all, byte| all << 8 | u128::from(*byte));
                Ok(Ip { v6: *version == 6, address, prefix: *prefix })
            }
            _ => self.wrong(at, "an address has the wrong form"),
        }
    }

    /// A pattern, from its anchors and literals.
    fn pattern(&mut self, at: u32) -> Result<Pattern> {
        let (anchors, count) = (self.word(at)?, self.word(at + 4)?);
        let mut parts = vec![];
        for index in 0..count {
            if index > 0 || anchors & 1 == 0 {
                parts.push(Part::Star);
            }
            parts.push(Part::Literal(self.text(at + 8 + 4 * index)?));
        }
        if anchors & 2 == 0 {
            parts.push(Part::Star);
        }
        Ok(parts)
    }

    /// Whether a number lies in one of the ranges.
    fn ranges(&mut self, at: u32) -> Result<Expr> {
        let kind = class(self.word(self.word(at)?)?);
        let (mut single, mut longer) = (vec![], vec![]);
        for index in 0..self.word(at + 4)? {
            let bytes = self.bytes(at + 8 + 4 * index)?;
            let Some((low, rest)) = bytes.split_first_chunk() else { return self.wrong(at, "a range is too short") };
            let Some(high) = rest.first_chunk() else { return self.wrong(at, "a range is too short") };
            let (low, high) = (i64::from_le_bytes(*low), i64::from_le_bytes(*high));
            if low == high { single.push(number_of(kind, low)) } else { longer.push((low, high)) }
        }
        let mut ways = vec![];
        match single.pop() {
            Some(only) if single.is_empty() => ways.push(Expr::Equal(self.operand(at)?, Box::new(only))),
            Some(last) => {
                single.push(last);
                ways.push(Expr::Contains(Box::new(Expr::Set(single)), self.operand(at)?));
            }
            None => {}
        }
        for (low, high) in longer {
            let mut ends = vec![];
            if low > i64::MIN {
                ends.push(Expr::LessOrEqual(Box::new(number_of(kind, low)), self.operand(at)?));
            }
            if high < i64::MAX || ends.is_empty() {
                ends.push(Expr::LessOrEqual(self.operand(at)?, Box::new(number_of(kind, high))));
            }
            ways.push(one_or(ends, Expr::And));
        }
        if ways.is_empty() {
            // Never, but it fails where the number does.
            ways.push(Expr::Less(self.operand(at)?, Box::new(number_of(kind, i64::MIN))));
        }
        Ok(one_or(ways, Expr::Or))
    }
}

/// The only operand, or all of them joined.
fn one_or(mut operands: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match operands.pop() {
        Some(only) if operands.is_empty() => only,
        last => {
            operands.extend(last);
            join(operands)
        }
    }
}

/// A number of a type.
fn number_of(of: u32, number: i64) -> Expr {
    match of {
        kind::DECIMAL => Expr::Decimal(number),
        kind::DATETIME => Expr::Datetime(number),
        kind::DURATION => Expr::Duration(number),
        _ => Expr::Long(number),
    }
}

fn element_of(set: &Type) -> Option<Type> {
    match set {
        Type::Set(element) => Some((**element).clone()),
        _ => None,
    }
}
