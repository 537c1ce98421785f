//! Turns expressions into the nodes of a decision table.
//!
//! In: expressions and the places of what they name. Out: nodes, each of them once, named by number, children before parents. Must hold: a node means what
//! the expression means, failures included; so nothing is left out that may fail.
//!
//! Long because every expression and every place has its node here.

use super::encode::Unplaced;
use super::place::{Case, Kind, Place, Places};
use super::rules::{EntityName, Expr, Hierarchy, Ip, Part, Path, Root};
use caplink_guard::format::{DEPTH, kind, op, place};
use std::collections::{BTreeMap, BTreeSet};

/// A word of a node that has no address yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// Itself.
    Raw(u32),
    /// The number of a text.
    Text(usize),
    /// The number of a node.
    Node(usize),
}

/// A node without its depth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// What it is, its type or argument, its root or number of cases.
    pub head: u32,
    /// The words after the first.
    pub words: Vec<Word>,
}

impl Node {
    fn op(&self) -> u32 {
        self.head & 0xff
    }

    fn kind(&self) -> u32 {
        self.head >> 8 & 0xf
    }
}

/// Nodes and texts as they come up.
pub struct Lowering<'a> {
    places: &'a Places,
    /// The nodes, children before parents.
    pub nodes: Vec<Node>,
    known: BTreeMap<Node, usize>,
    /// The texts, by number.
    pub texts: Vec<Vec<u8>>,
    known_texts: BTreeMap<Vec<u8>, usize>,
    /// The places that hold a `u64` somewhere.
    pub wide: Vec<usize>,
    /// What is read, as text.
    pub inputs: BTreeSet<String>,
    /// The parts of the frame that are read: offset and size.
    pub reads: BTreeSet<(u32, u32)>,
    depth: u32,
}

type Result<T> = std::result::Result<T, Unplaced>;

impl<'a> Lowering<'a> {
    /// Nothing yet.
    pub fn new(places: &'a Places) -> Self {
        Lowering {
            places,
            nodes: Vec::new(),
            known: BTreeMap::new(),
            texts: Vec::new(),
            known_texts: BTreeMap::new(),
            wide: Vec::new(),
            inputs: BTreeSet::new(),
            reads: BTreeSet::new(),
            depth: 0,
        }
    }

    fn add(&mut self, node: Node) -> usize {
        let next = self.nodes.len();
        *self.known.entry(node).or_insert_with_key(|node| {
            self.nodes.push(node.clone());
            next
        })
    }

    fn node(&mut self, op: u32, kind: u32, words: Vec<Word>) -> usize {
        // What evaluates all its operands fails if one of them does; so `FAIL`, which has no type, stands only where it is a Bool or a branch.
        let is_lazy = matches!(op, op::AND | op::OR | op::IF | op::SELECT);
        let fails = |word: &Word| matches!(word, Word::Node(node) if self.nodes[*node].op() == op::FAIL);
        if if is_lazy { op == op::SELECT && words.first().is_some_and(fails) } else { words.iter().any(fails) } {
            return self.add(Node { head: op::FAIL | kind::BOOL << 8, words: Vec::new() });
        }
        self.add(Node { head: op | kind << 8, words })
    }

    /// A choice between values, or `FAIL` if each of them is that.
    fn choice(&mut self, op: u32, words: Vec<Word>, values: &[usize]) -> usize {
        match values.iter().find(|value| self.nodes[**value].op() != op::FAIL) {
            Some(value) => self.node(op, self.nodes[*value].kind(), words),
            None => values[0],
        }
    }

    fn text(&mut self, text: &[u8]) -> Word {
        if let Some(number) = self.known_texts.get(text) {
            return Word::Text(*number);
        }
        self.texts.push(text.to_vec());
        self.known_texts.insert(text.to_vec(), self.texts.len() - 1);
        Word::Text(self.texts.len() - 1)
    }

    /// The number of an expression's node.
    ///
    /// # Errors
    /// If it names what has no place, or is beyond what the format can say.
    pub fn expression(&mut self, expression: &Expr) -> Result<usize> {
        // Deeper than twice the format's depth no fusion can help, and the stack is finite.
        if self.depth > 2 * DEPTH {
            return Err(Unplaced::Deep);
        }
        self.depth += 1;
        let node = self.lower(expression);
        self.depth -= 1;
        node
    }

    fn lower(&mut self, expression: &Expr) -> Result<usize> {
        Ok(match expression {
            Expr::Bool(value) => self.bool(*value),
            Expr::Long(value) => self.number(kind::LONG, *value),
            Expr::Decimal(value) => self.number(kind::DECIMAL, *value),
            Expr::Datetime(value) => self.number(kind::DATETIME, *value),
            Expr::Duration(value) => self.number(kind::DURATION, *value),
            Expr::String(value) => self.constant(op::TEXT, kind::STRING, value.as_bytes()),
            Expr::Ip(value) => self.constant(op::IP, kind::IP, &ip_bytes(*value)),
            Expr::Entity(EntityName { kind: name, id }) => {
                let words = vec![self.text(name.as_bytes()), self.text(id.as_bytes())];
                self.node(op::ENTITY, kind::ENTITY, words)
            }
            Expr::Set(elements) => {
                let elements = self.all(elements)?;
                self.node(op::SET, kind::SET, counted(&elements))
            }
            Expr::Record(attributes) => {
                let mut words = vec![Word::Raw(attributes.len() as u32)];
                for (name, value) in attributes {
                    words.push(self.text(name.as_bytes()));
                    words.push(Word::Node(self.expression(value)?));
                }
                self.node(op::RECORD, kind::RECORD, words)
            }
            Expr::Input(path) => self.input(op::INPUT, path)?,
            Expr::Has(path) => self.input(op::HAS, path)?,
            Expr::Not(operand) => {
                let operand = self.expression(operand)?;
                self.not(operand)
            }
            Expr::And(operands) => self.junction(op::AND, operands)?,
            Expr::Or(operands) => self.junction(op::OR, operands)?,
            Expr::If(branches, otherwise) => {
                let (mut words, mut values) = (vec![Word::Raw(branches.len() as u32)], Vec::new());
                for (condition, value) in branches {
                    words.push(Word::Node(self.expression(condition)?));
                    values.push(self.expression(value)?);
                    words.extend(values.last().map(|value| Word::Node(*value)));
                }
                values.push(self.expression(otherwise)?);
                words.extend(values.last().map(|value| Word::Node(*value)));
                if branches.is_empty() { values[0] } else { self.choice(op::IF, words, &values) }
            }
            Expr::Select(value, branches, otherwise) => {
                let mut words = vec![Word::Node(self.expression(value)?), Word::Raw(branches.len() as u32)];
                let mut values = Vec::new();
                for (text, value) in branches {
                    words.push(self.text(text.as_bytes()));
                    values.push(self.expression(value)?);
                    words.extend(values.last().map(|value| Word::Node(*value)));
                }
                values.push(self.expression(otherwise)?);
                words.extend(values.last().map(|value| Word::Node(*value)));
                self.choice(op::SELECT, words, &values)
            }
            Expr::Equal(a, b) => {
                let (a, b) = (self.expression(a)?, self.expression(b)?);
                self.equal(a, b)
            }
            Expr::Less(a, b) => self.compare(op::LESS, a, b)?,
            Expr::LessOrEqual(a, b) => self.compare(op::LESS_OR_EQUAL, a, b)?,
            Expr::Add(operands) => {
                let operands = self.all(operands)?;
                let kind = self.nodes[operands[0]].kind();
                self.node(op::ADD, kind, counted(&operands))
            }
            Expr::Multiply(operands) => {
                let operands = self.all(operands)?;
                self.node(op::MULTIPLY, kind::LONG, counted(&operands))
            }
            Expr::Subtract(a, b) => {
                let (a, b) = (self.expression(a)?, self.expression(b)?);
                let kind = if self.nodes[a].kind() == kind::DATETIME { kind::DURATION } else { kind::LONG };
                self.node(op::SUBTRACT, kind, vec![Word::Node(a), Word::Node(b)])
            }
            Expr::Negate(operand) => self.unary(op::NEGATE, kind::LONG, operand)?,
            Expr::ToDate(operand) => self.unary(op::TO_DATE, kind::DATETIME, operand)?,
            Expr::ToTime(operand) => self.unary(op::TO_TIME, kind::DURATION, operand)?,
            Expr::Divide(operand, divisor) => {
                let divisor = u32::try_from(*divisor).ok().filter(|divisor| *divisor > 0).ok_or(Unplaced::Large)?;
                let operand = self.expression(operand)?;
                self.node(op::DIVIDE, kind::LONG, vec![Word::Node(operand), Word::Raw(divisor)])
            }
            Expr::Contains(set, element) => {
                let (set, element) = (self.expression(set)?, self.expression(element)?);
                self.contains(set, element)
            }
            Expr::ContainsAll(a, b) => self.binary(op::CONTAINS_ALL, a, b)?,
            Expr::ContainsAny(a, b) => self.binary(op::CONTAINS_ANY, a, b)?,
            Expr::IsInRange(a, b) => self.binary(op::IS_IN_RANGE, a, b)?,
            Expr::IsEmpty(set) => self.unary(op::IS_EMPTY, kind::BOOL, set)?,
            Expr::IsIpv4(operand) => self.unary(op::IS_IPV4, kind::BOOL, operand)?,
            Expr::IsIpv6(operand) => self.unary(op::IS_IPV6, kind::BOOL, operand)?,
            Expr::IsLoopback(operand) => self.unary(op::IS_LOOPBACK, kind::BOOL, operand)?,
            Expr::IsMulticast(operand) => self.unary(op::IS_MULTICAST, kind::BOOL, operand)?,
            Expr::Like(operand, pattern) => {
                let operand = self.expression(operand)?;
                self.like(operand, pattern)
            }
            Expr::OneOf(operand, texts) => {
                let operand = self.expression(operand)?;
                self.one_of(operand, texts.iter().map(|text| text.as_bytes().to_vec()).collect())
            }
            Expr::Under(operand, hierarchy, id) => {
                let operand = self.expression(operand)?;
                let what = match hierarchy {
                    Hierarchy::Host => op::IN_HOST,
                    Hierarchy::Path => op::IN_PATH,
                };
                let words = vec![Word::Node(operand), self.text(id.as_bytes())];
                self.node(what, kind::BOOL, words)
            }
            Expr::Fail => self.node(op::FAIL, kind::BOOL, Vec::new()),
        })
    }

    fn all(&mut self, operands: &[Expr]) -> Result<Vec<usize>> {
        operands.iter().map(|operand| self.expression(operand)).collect()
    }

    fn unary(&mut self, op: u32, kind: u32, operand: &Expr) -> Result<usize> {
        let operand = self.expression(operand)?;
        Ok(self.node(op, kind, vec![Word::Node(operand)]))
    }

    fn binary(&mut self, op: u32, a: &Expr, b: &Expr) -> Result<usize> {
        let (a, b) = (self.expression(a)?, self.expression(b)?);
        Ok(self.node(op, kind::BOOL, vec![Word::Node(a), Word::Node(b)]))
    }

    fn bool(&mut self, value: bool) -> usize {
        self.node(if value { op::TRUE } else { op::FALSE }, kind::BOOL, Vec::new())
    }

    fn constant(&mut self, op: u32, kind: u32, bytes: &[u8]) -> usize {
        let text = self.text(bytes);
        self.node(op, kind, vec![text])
    }

    fn number(&mut self, kind: u32, value: i64) -> usize {
        self.constant(op::NUMBER, kind, &value.to_le_bytes())
    }

    fn not(&mut self, operand: usize) -> usize {
        let node = &self.nodes[operand];
        match (node.op(), &*node.words) {
            (op::TRUE, _) => self.bool(false),
            (op::FALSE, _) => self.bool(true),
            (op::NOT, [Word::Node(inner)]) => *inner,
            (op::RANGES, _) => {
                let (value, ranges) = self.ranges_of(operand);
                self.ranges(value, complement(&ranges))
            }
            _ => self.node(op::NOT, kind::BOOL, vec![Word::Node(operand)]),
        }
    }

    /// `AND` or `OR`, with those in it that are the same, and with neighbours on one value as one.
    fn junction(&mut self, what: u32, operands: &[Expr]) -> Result<usize> {
        let (neutral, mut list) = (if what == op::AND { op::TRUE } else { op::FALSE }, Vec::new());
        for operand in operands {
            let operand = self.expression(operand)?;
            let node = &self.nodes[operand];
            let parts = if node.op() == what { children(&node.words) } else { vec![operand] };
            for part in parts {
                if self.nodes[part].op() == neutral {
                    continue;
                }
                let joined = list.last().and_then(|last| self.join(what, *last, part));
                match joined {
                    Some(joined) => *list.last_mut().expect("it was joined with the last") = joined,
                    None => list.push(part),
                }
            }
        }
        Ok(match *list {
            [] => self.bool(what == op::AND),
            [only] => only,
            _ => self.node(what, kind::BOOL, counted(&list)),
        })
    }

    /// One node for two that ask for the same value.
    fn join(&mut self, what: u32, a: usize, b: usize) -> Option<usize> {
        let (first, second) = (&self.nodes[a], &self.nodes[b]);
        if first.op() != second.op() || first.words.first() != second.words.first() {
            return None;
        }
        match first.op() {
            op::RANGES => {
                let ((value, a), (_, b)) = (self.ranges_of(a), self.ranges_of(b));
                let both = if what == op::AND {
                    complement(&union(complement(&a).into_iter().chain(complement(&b)).collect()))
                } else {
                    union(a.into_iter().chain(b).collect())
                };
                Some(self.ranges(value, both))
            }
            op::ONE_OF if what == op::OR => {
                let Some(Word::Node(value)) = first.words.first() else { return None };
                let value = *value;
                let texts = first.words[2..].iter().chain(&second.words[2..]);
                let texts =
                    texts.filter_map(|word| if let Word::Text(text) = word { Some(self.texts[*text].clone()) } else { None }).collect();
                Some(self.one_of(value, texts))
            }
            _ => None,
        }
    }

    fn ranges(&mut self, value: usize, ranges: Vec<(i64, i64)>) -> usize {
        let mut words = vec![Word::Node(value), Word::Raw(ranges.len() as u32)];
        let mut texts: Vec<_> = ranges.iter().map(|(low, high)| [low.to_le_bytes(), high.to_le_bytes()].concat()).collect();
        words.extend(texts.drain(..).map(|text| self.text(&text)));
        self.node(op::RANGES, kind::BOOL, words)
    }

    fn ranges_of(&self, node: usize) -> (usize, Vec<(i64, i64)>) {
        let words = &self.nodes[node].words;
        let Some(Word::Node(value)) = words.first() else { unreachable!("ranges are of a value") };
        let texts = words.iter().filter_map(|word| if let Word::Text(text) = word { Some(&*self.texts[*text]) } else { None });
        (*value, texts.map(|text| (long(&text[..8]), long(&text[8..]))).collect())
    }

    /// What a node is, if it is a constant number.
    fn constant_number(&self, node: usize) -> Option<i64> {
        match (self.nodes[node].op(), &*self.nodes[node].words) {
            (op::NUMBER, [Word::Text(text)]) => Some(long(&self.texts[*text])),
            _ => None,
        }
    }

    /// What a node is, if it is a constant of a type that `value` is known to have: a String, or the id of an entity.
    fn constant_text(&self, node: usize, value: usize) -> Option<Vec<u8>> {
        match (self.nodes[node].op(), &*self.nodes[node].words) {
            (op::TEXT, [Word::Text(text)]) => Some(self.texts[*text].clone()),
            (op::ENTITY, [Word::Text(name), Word::Text(id)]) if self.entity_type(value) == Some(*name) => Some(self.texts[*id].clone()),
            _ => None,
        }
    }

    /// The type of an input that is an entity.
    fn entity_type(&self, node: usize) -> Option<usize> {
        let (op::INPUT, Some(Word::Node(place))) = (self.nodes[node].op(), self.nodes[node].words.first()) else { return None };
        match (self.nodes[*place].op(), self.nodes[*place].words.last()) {
            (place::ENTITY, Some(Word::Text(name))) => Some(*name),
            _ => None,
        }
    }

    fn is_constant(&self, node: usize) -> bool {
        matches!(self.nodes[node].op(), op::NUMBER | op::TEXT | op::ENTITY | op::TRUE | op::FALSE | op::IP)
    }

    fn equal(&mut self, a: usize, b: usize) -> usize {
        // A constant cannot fail, so it does not matter which is evaluated first.
        let (a, b) = if self.is_constant(a) { (b, a) } else { (a, b) };
        if let Some(number) = self.constant_number(b) {
            return self.ranges(a, vec![(number, number)]);
        }
        if let Some(text) = self.constant_text(b, a) {
            return self.one_of(a, BTreeSet::from([text]));
        }
        match self.nodes[b].op() {
            op::TRUE => a,
            op::FALSE => self.not(a),
            _ => self.node(op::EQUAL, kind::BOOL, vec![Word::Node(a), Word::Node(b)]),
        }
    }

    fn compare(&mut self, what: u32, a: &Expr, b: &Expr) -> Result<usize> {
        let (a, b) = (self.expression(a)?, self.expression(b)?);
        let strict = i64::from(what == op::LESS);
        Ok(match (self.constant_number(a), self.constant_number(b)) {
            (_, Some(most)) => {
                let ranges = most.checked_sub(strict).map(|most| (i64::MIN, most));
                self.ranges(a, ranges.into_iter().collect())
            }
            (Some(least), None) => {
                let ranges = least.checked_add(strict).map(|least| (least, i64::MAX));
                self.ranges(b, ranges.into_iter().collect())
            }
            _ => self.node(what, kind::BOOL, vec![Word::Node(a), Word::Node(b)]),
        })
    }

    fn contains(&mut self, set: usize, element: usize) -> usize {
        let constants = if self.nodes[set].op() == op::SET { children(&self.nodes[set].words) } else { Vec::new() };
        if !constants.is_empty() {
            let numbers: Option<Vec<_>> = constants.iter().map(|node| self.constant_number(*node).map(|number| (number, number))).collect();
            if let Some(numbers) = numbers {
                return self.ranges(element, union(numbers));
            }
            let texts: Option<BTreeSet<_>> = constants.iter().map(|node| self.constant_text(*node, element)).collect();
            if let Some(texts) = texts {
                return self.one_of(element, texts);
            }
        }
        self.node(op::CONTAINS, kind::BOOL, vec![Word::Node(set), Word::Node(element)])
    }

    fn one_of(&mut self, value: usize, texts: BTreeSet<Vec<u8>>) -> usize {
        let mut words = vec![Word::Node(value), Word::Raw(texts.len() as u32)];
        words.extend(texts.iter().map(|text| self.text(text)));
        self.node(op::ONE_OF, kind::BOOL, words)
    }

    fn like(&mut self, value: usize, pattern: &[Part]) -> usize {
        match pattern {
            [] => return self.one_of(value, BTreeSet::from([Vec::new()])),
            [Part::Literal(only)] => return self.one_of(value, BTreeSet::from([only.as_bytes().to_vec()])),
            _ => {}
        }
        let anchored = |part: Option<&Part>| u32::from(matches!(part, Some(Part::Literal(_))));
        let anchors = anchored(pattern.first()) | anchored(pattern.last()) << 1;
        let literals =
            pattern.iter().filter_map(|part| if let Part::Literal(text) = part { Some(self.text(text.as_bytes())) } else { None });
        let literals: Vec<_> = literals.collect();
        let mut words = vec![Word::Node(value), Word::Raw(anchors), Word::Raw(literals.len() as u32)];
        words.extend(literals);
        self.node(op::LIKE, kind::BOOL, words)
    }

    /// `INPUT` or `HAS`.
    fn input(&mut self, what: u32, path: &Path) -> Result<usize> {
        let missing = || Unplaced::Path(path.clone());
        let places = self.places;
        let mut found = match path.root {
            Root::Principal => places.principal.as_ref().ok_or_else(missing)?,
            Root::Resource => places.resource.as_ref().ok_or_else(missing)?,
            Root::Context => &places.context,
        };
        let mut when = found.when.clone();
        for name in &path.attributes {
            let Kind::Record(attributes) = &found.kind else { return Err(missing()) };
            found = &attributes.iter().find(|(attribute, _)| attribute == name).ok_or_else(missing)?.1;
            when.extend(found.when.iter().filter(|case| !when.contains(case)).copied().collect::<Vec<_>>());
        }
        self.inputs.insert(path_text(path));
        self.reads.extend(when.iter().map(|case| (case.offset, u32::from(case.size))));
        if what == op::INPUT {
            reads(found, &mut self.reads);
        }
        let number = self.place(found, &when)?;
        if is_wide(found) && !self.wide.contains(&number) {
            reads(found, &mut self.reads);
            self.wide.push(number);
        }
        if what == op::HAS && when.is_empty() {
            return Ok(self.bool(true));
        }
        let kind = if what == op::HAS {
            kind::BOOL
        } else {
            caplink_guard::format::place_kind(self.nodes[number].op()).expect("it was made from a place")
        };
        let root = path.root as u32;
        let mut words = vec![Word::Node(number), Word::Raw(path.attributes.len() as u32)];
        words.extend(path.attributes.iter().map(|name| self.text(name.as_bytes())));
        Ok(self.node(what, kind | root << 4, words))
    }

    /// The number of a place's node.
    ///
    /// # Errors
    /// If it is beyond what the format can say.
    pub fn place(&mut self, of: &Place, when: &[Case]) -> Result<usize> {
        let (what, argument) = match &of.kind {
            Kind::Bool => (place::BOOL, 0),
            Kind::Flag(mask) => (place::FLAG, *mask),
            Kind::Signed(size) => (place::SIGNED, *size),
            Kind::Unsigned(size) => (place::UNSIGNED, *size),
            Kind::Unsigned64 => (place::UNSIGNED64, 1),
            Kind::Char => (place::CHAR, 0),
            Kind::String => (place::STRING, 0),
            Kind::OneOf(size, _) => (place::ONE_OF, *size),
            Kind::Record(_) => (place::RECORD, u8::from(is_wide(of))),
            Kind::Set(..) => (place::SET, u8::from(is_wide(of))),
            Kind::Decimal => (place::DECIMAL, 0),
            Kind::Datetime => (place::DATETIME, 0),
            Kind::Duration => (place::DURATION, 0),
            Kind::Ip => (place::IP, 0),
            Kind::Entity(_) => (place::ENTITY, 0),
        };
        let count = u32::try_from(when.len()).ok().filter(|count| *count < 128).ok_or(Unplaced::Large)?;
        let mut words = vec![Word::Raw(of.offset)];
        for case in when {
            if case.number >= 1 << 24 {
                return Err(Unplaced::Large);
            }
            words.extend([Word::Raw(case.offset), Word::Raw(u32::from(case.size) << 24 | case.number)]);
        }
        match &of.kind {
            Kind::OneOf(_, names) => {
                words.push(Word::Raw(names.len() as u32));
                words.extend(names.iter().map(|name| self.text(name.as_bytes())));
            }
            Kind::Record(attributes) => {
                words.push(Word::Raw(attributes.len() as u32));
                for (name, place) in attributes {
                    words.push(self.text(name.as_bytes()));
                    words.push(Word::Node(self.place(place, &place.when)?));
                }
            }
            Kind::Set(size, element) => words.extend([Word::Raw(*size), Word::Node(self.place(element, &element.when)?)]),
            Kind::Entity(name) => words.push(self.text(name.as_bytes())),
            _ => {}
        }
        Ok(self.add(Node { head: what | u32::from(argument) << 8 | count << 24, words }))
    }
}

/// An input as a policy writes it.
fn path_text(path: &Path) -> String {
    let root = match path.root {
        Root::Principal => "principal",
        Root::Resource => "resource",
        Root::Context => "context",
    };
    path.attributes.iter().fold(root.to_string(), |text, name| {
        let mut text = text;
        caplink_guard::print::attribute(name, &mut text).expect("a String takes everything");
        text
    })
}

fn is_wide(place: &Place) -> bool {
    match &place.kind {
        Kind::Unsigned64 => true,
        Kind::Record(attributes) => attributes.iter().any(|(_, place)| is_wide(place)),
        Kind::Set(_, element) => is_wide(element),
        _ => false,
    }
}

/// The parts of the frame that a place is read from.
fn reads(place: &Place, into: &mut BTreeSet<(u32, u32)>) {
    into.extend(place.when.iter().map(|case| (case.offset, u32::from(case.size))));
    let size = match &place.kind {
        Kind::Bool | Kind::Flag(_) => 1,
        Kind::Signed(size) | Kind::Unsigned(size) | Kind::OneOf(size, _) => u32::from(*size),
        Kind::Char => 4,
        Kind::Unsigned64 | Kind::Decimal | Kind::Datetime | Kind::Duration => 8,
        Kind::String | Kind::Set(..) | Kind::Entity(_) => 8,
        Kind::Ip => 18,
        Kind::Record(attributes) => return attributes.iter().for_each(|(_, place)| reads(place, into)),
    };
    into.insert((place.offset, size));
}

fn ip_bytes(ip: Ip) -> Vec<u8> {
    let mut bytes = vec![if ip.v6 { 6 } else { 4 }, ip.prefix];
    let address = ip.address.to_be_bytes();
    bytes.extend_from_slice(if ip.v6 { &address } else { &address[12..] });
    bytes
}

fn counted(nodes: &[usize]) -> Vec<Word> {
    std::iter::once(Word::Raw(nodes.len() as u32)).chain(nodes.iter().map(|node| Word::Node(*node))).collect()
}

fn children(words: &[Word]) -> Vec<usize> {
    words.iter().filter_map(|word| if let Word::Node(node) = word { Some(*node) } else { None }).collect()
}

fn long(bytes: &[u8]) -> i64 {
    i64::from_le_bytes(bytes.try_into().expect("eight bytes make a number"))
}

/// Ranges in order, none touching another.
fn union(mut ranges: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ranges.sort_unstable();
    let mut out: Vec<(i64, i64)> = Vec::new();
    for (low, high) in ranges {
        match out.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => out.push((low, high)),
        }
    }
    out
}

/// All numbers that are in none of the ranges, which are in order.
fn complement(ranges: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut out = Vec::new();
    let mut next = Some(i64::MIN);
    for (low, high) in ranges {
        if let (Some(start), Some(end)) = (next, low.checked_sub(1))
            && start <= end
        {
            out.push((start, end));
        }
        next = high.checked_add(1);
    }
    out.extend(next.map(|start| (start, i64::MAX)));
    out
}
