//! Texts of one kind that differ in what conditions find in them: a product of automata, searched breadth first.
//!
//! In: a kind of text, constants and patterns. Out: for each combination of answers that texts of that kind give (which constant it is,
//! which patterns it is like), the shortest text that gives them, familiar ones before all others. Must hold: a combination that is
//! missing is given by no text, if the result says that it is complete.
//!
//! Why that is so: the product runs one trie for all constants, one automaton for each pattern, and the automaton of the kind. Characters
//! that are mentioned nowhere lead every trie and pattern to the same state, so one of each class of them does ([`Text::others`]); all
//! others are tried. The search visits every state of the product that some text reaches. The automaton of the kind may accept too much;
//! a combination of which every text that was found is refused by [`Text::admits`] is left out, and then the result is not complete.

use super::domain::Text;
use super::facts::Stars;
use super::text::{START, State};
use super::work::Work;
use crate::guard::rules::Part;
use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// States of a product; more are not looked for.
const STATES: usize = 8_192;
/// Characters that are told apart.
const SYMBOLS: usize = 256;
/// Combinations of answers.
const COMBINATIONS: usize = 512;

/// Texts, and whether each possible combination of answers is among them.
pub(super) struct Found {
    pub texts: Vec<String>,
    pub complete: bool,
}

/// One text for each combination of answers.
pub(super) fn representatives(text: &Text, constants: &BTreeSet<String>, patterns: &BTreeSet<Stars>, work: &mut Work) -> Found {
    if let Text::OneOf(texts) = text {
        return Found { texts: texts.iter().cloned().collect(), complete: true };
    }
    if patterns.is_empty() {
        // Of what is no constant, one is like another.
        let mut texts: Vec<String> = constants.iter().filter(|constant| text.admits(constant)).cloned().collect();
        texts.extend(text.fresh(constants));
        return Found { texts, complete: true };
    }
    let mut search = Search::new(text, constants, patterns);
    search.complete &= *text != Text::Address;
    search.run(work);
    let complete = search.complete && search.refused.iter().all(|answers| search.known.contains(answers));
    Found { texts: search.found, complete }
}

/// A deterministic automaton; state 0 is its start.
struct Automaton {
    /// For each state and symbol the next.
    next: Vec<u16>,
    accepts: Vec<bool>,
    /// States that it never leaves, at least some of them.
    sinks: [usize; 2],
    /// How far left its state stands in the key of a product, and how many bits it has.
    shift: u32,
    bits: u32,
}

struct Search<'t> {
    text: &'t Text,
    symbols: Vec<char>,
    trie: Automaton,
    /// For each state of the trie the number of its constant, from 1.
    constants: Vec<u16>,
    patterns: Vec<Automaton>,
    complete: bool,
    found: Vec<String>,
    known: HashSet<u128, Fast>,
    refused: Vec<u128>,
}

/// How a state was reached: from which, and by which symbol.
struct Step {
    key: u128,
    before: u32,
    symbol: u16,
}

impl<'t> Search<'t> {
    fn new(text: &'t Text, constants: &BTreeSet<String>, patterns: &BTreeSet<Stars>) -> Self {
        let symbols = symbols(text, constants, patterns);
        let mut complete = symbols.len() <= SYMBOLS;
        let symbols: Vec<char> = symbols.into_iter().take(SYMBOLS).collect();
        let (mut trie, constants) = trie(constants, &symbols);
        // The kind's own state has eight bits.
        let mut used = 8;
        complete &= trie.place(&mut used);
        let mut placed = vec![];
        for pattern in patterns {
            let mut automaton = stars(pattern, &symbols);
            // Answers are kept in 128 bits too, beside the number of a constant.
            if placed.len() < 96 && automaton.place(&mut used) {
                placed.push(automaton);
            } else {
                complete = false;
            }
        }
        let (known, refused) = (HashSet::default(), vec![]);
        Self { text, symbols, trie, constants, patterns: placed, complete, found: vec![], known, refused }
    }

    fn run(&mut self, work: &mut Work) {
        for text in self.text.familiar() {
            self.try_familiar(text);
        }
        let mut steps = vec![Step { key: u128::from(START), before: 0, symbol: 0 }];
        let mut seen: HashSet<u128, Fast> = HashSet::default();
        seen.insert(u128::from(START));
        let mut at = 0;
        while at < steps.len() {
            let key = steps[at].key;
            let state = key as State;
            if self.text.ends(state) {
                let answers = self.answers(key);
                if !self.known.contains(&answers) && !self.accept(answers, spell(&steps, at, &self.symbols)) {
                    return;
                }
            }
            // Whatever follows, the answers stay what they are.
            if self.is_settled(key) && self.known.contains(&self.answers(key)) {
                at += 1;
                continue;
            }
            if !work.transitions(self.symbols.len()) || steps.len() > STATES {
                self.complete = false;
                return;
            }
            for symbol in 0..self.symbols.len() {
                let Some(state) = self.text.next(state, self.symbols[symbol]) else { continue };
                let key = self.next(key, symbol, state);
                if seen.insert(key) {
                    steps.push(Step { key, before: at as u32, symbol: symbol as u16 });
                }
            }
            at += 1;
        }
    }

    /// A text that is tried first; one with characters that are not told apart is left out.
    fn try_familiar(&mut self, text: &str) {
        if !self.text.admits(text) {
            return;
        }
        // A character that is not mentioned stands where the first symbol of its class would.
        let (mut key, mut state) = (u128::from(START), START);
        for character in text.chars() {
            let Some(next) = self.text.next(state, character) else { return };
            state = next;
            let symbol = self.symbols.iter().position(|symbol| *symbol == character);
            key = match symbol {
                Some(symbol) => self.next(key, symbol, state),
                None => self.next(key, self.symbols.len(), state),
            };
        }
        let answers = self.answers(key);
        if !self.known.contains(&answers) {
            self.accept(answers, text.to_string());
        }
    }

    /// Keeps a text, if it is one of the kind; says whether there is room for more.
    fn accept(&mut self, answers: u128, text: String) -> bool {
        if self.text.admits(&text) {
            self.known.insert(answers);
            self.found.push(text);
        } else if !self.refused.contains(&answers) {
            self.refused.push(answers);
        }
        let room = self.found.len() < COMBINATIONS && self.refused.len() < COMBINATIONS;
        self.complete &= room;
        room
    }

    fn next(&self, key: u128, symbol: usize, state: State) -> u128 {
        let mut next = u128::from(state) | self.trie.next(key, symbol);
        for pattern in &self.patterns {
            next |= pattern.next(key, symbol);
        }
        next
    }

    /// Whether no automaton of a condition leaves its state any more.
    fn is_settled(&self, key: u128) -> bool {
        [&self.trie].into_iter().chain(&self.patterns).all(|automaton| automaton.sinks.contains(&automaton.state(key)))
    }

    fn answers(&self, key: u128) -> u128 {
        let mut answers = u128::from(self.constants[self.trie.state(key)]);
        for (number, pattern) in self.patterns.iter().enumerate() {
            answers |= u128::from(pattern.accepts[pattern.state(key)]) << (16 + number);
        }
        answers
    }
}

fn spell(steps: &[Step], mut at: usize, symbols: &[char]) -> String {
    let mut characters = vec![];
    while at > 0 {
        characters.push(symbols[usize::from(steps[at].symbol)]);
        at = steps[at].before as usize;
    }
    characters.into_iter().rev().collect()
}

/// The characters to try, the most readable first. One more stands for all others.
fn symbols(text: &Text, constants: &BTreeSet<String>, patterns: &BTreeSet<Stars>) -> Vec<char> {
    let mut mentioned: BTreeSet<char> = constants.iter().flat_map(|text| text.chars()).collect();
    for pattern in patterns {
        mentioned.extend(pattern.without);
        mentioned.extend(pattern.parts.iter().filter_map(literal).flat_map(str::chars));
    }
    let (needed, classes) = text.others(&|character| mentioned.contains(&character));
    let mut first: Vec<char> = vec![];
    for class in classes {
        first.extend(class.chars().find(|character| !mentioned.contains(character) && !first.contains(character)));
    }
    mentioned.extend(needed);
    let mut rest: Vec<char> = mentioned.into_iter().filter(|character| !first.contains(character)).collect();
    rest.sort_by_key(|character| (!character.is_ascii_lowercase(), !character.is_ascii_digit(), *character));
    first.extend(rest);
    first
}

fn literal(part: &Part) -> Option<&str> {
    match part {
        Part::Literal(text) => Some(text),
        Part::Star => None,
    }
}

impl Automaton {
    /// Takes its bits of the key.
    fn place(&mut self, used: &mut u32) -> bool {
        self.bits = usize::BITS - self.accepts.len().leading_zeros();
        self.shift = *used;
        *used += self.bits;
        *used <= u128::BITS
    }

    fn state(&self, key: u128) -> usize {
        (key >> self.shift) as usize & ((1 << self.bits) - 1)
    }

    fn next(&self, key: u128, symbol: usize) -> u128 {
        let width = self.next.len() / self.accepts.len();
        u128::from(self.next[self.state(key) * width + symbol]) << self.shift
    }
}

/// All constants; and for each state the number of the constant that ends there, from 1.
fn trie(constants: &BTreeSet<String>, symbols: &[char]) -> (Automaton, Vec<u16>) {
    const DEAD: u16 = 1;
    let width = symbols.len() + 1;
    let (mut next, mut ends) = (vec![DEAD; 2 * width], vec![0; 2]);
    for (number, constant) in constants.iter().enumerate() {
        let mut state = 0;
        // A trie that is too large for its numbers is cut; `place` then says so.
        for character in constant.chars() {
            let Some(symbol) = symbols.iter().position(|symbol| *symbol == character) else { continue };
            if next[state * width + symbol] == DEAD {
                if ends.len() >= usize::from(u16::MAX) {
                    break;
                }
                next[state * width + symbol] = ends.len() as u16;
                next.resize(next.len() + width, DEAD);
                ends.push(0);
            }
            state = usize::from(next[state * width + symbol]);
        }
        ends[state] = number as u16 + 1;
    }
    let sinks = [usize::from(DEAD); 2];
    (Automaton { next, accepts: vec![false; ends.len()], sinks, shift: 0, bits: 0 }, ends)
}

/// The texts that are like a pattern. Where a star stands before a literal, the first place where that stands leaves most of the text for
/// the rest.
fn stars(pattern: &Stars, symbols: &[char]) -> Automaton {
    let number = |character: char| symbols.iter().position(|symbol| *symbol == character).unwrap_or(symbols.len());
    let literals: Vec<Vec<usize>> = pattern.parts.iter().filter_map(literal).map(|text| text.chars().map(number).collect()).collect();
    let starts_open = pattern.parts.first() == Some(&Part::Star);
    let ends_open = pattern.parts.last() == Some(&Part::Star);
    let width = symbols.len() + 1;
    let states = literals.iter().map(Vec::len).sum::<usize>() + 2;
    // The last but one is where a text is like the pattern, whatever follows if the pattern ends in a star. The last is where none can be.
    let (done, dead) = (states as u16 - 2, states as u16 - 1);
    let mut next = vec![dead; states * width];
    let mut first = 0;
    for (at, literal) in literals.iter().enumerate() {
        let is_last = at + 1 == literals.len();
        if at == 0 && !starts_open {
            for (place, symbol) in literal.iter().enumerate() {
                next[place * width + symbol] = place as u16 + 1;
            }
        } else {
            search(&mut next, width, first, literal);
            if is_last && !ends_open {
                // Where the whole literal stands, it may stand once more later on.
                let border = border(literal);
                for symbol in 0..width {
                    next[usize::from(done) * width + symbol] = next[(first + border) * width + symbol];
                }
            }
        }
        first += literal.len();
    }
    if ends_open {
        next[usize::from(done) * width..usize::from(dead) * width].fill(done);
    }
    for without in pattern.without {
        let symbol = number(*without);
        (0..states).for_each(|state| next[state * width + symbol] = dead);
    }
    let mut accepts = vec![false; states];
    accepts[usize::from(done)] = true;
    let sinks = [usize::from(dead), usize::from(if ends_open && pattern.without.is_empty() { done } else { dead })];
    Automaton { next, accepts, sinks, shift: 0, bits: 0 }
}

/// Fills in the states that look for a literal (Knuth, Morris and Pratt); behind its last character is the state that follows.
fn search(next: &mut [u16], width: usize, first: usize, literal: &[usize]) {
    let mut fallback = first;
    for (place, symbol) in literal.iter().enumerate() {
        let state = first + place;
        for other in 0..width {
            next[state * width + other] = if place == 0 { first as u16 } else { next[fallback * width + other] };
        }
        if place > 0 {
            fallback = usize::from(next[fallback * width + symbol]);
        }
        next[state * width + symbol] = state as u16 + 1;
    }
}

/// How long the longest text is that a literal both begins and ends with, but for itself.
fn border(literal: &[usize]) -> usize {
    (0..literal.len()).rev().find(|length| literal.starts_with(&literal[literal.len() - length..])).unwrap_or(0)
}

/// A hasher of keys: they are small and not chosen by an enemy who could gain by it.
#[derive(Default)]
struct FastHasher(u64);
type Fast = BuildHasherDefault<FastHasher>;

impl Hasher for FastHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }

    fn write_u128(&mut self, key: u128) {
        self.write_u64(key as u64);
        self.write_u64((key >> 64) as u64);
    }
}
