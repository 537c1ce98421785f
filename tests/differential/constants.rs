//! The constants of one case, and values at their boundaries.
//!
//! Policies take their literals from here and requests their values: each literal, its neighbours, texts around a pattern's parts, extremes.

use crate::random::Random;
use crate::values::{Field, Ip, Text, Type, Value, Width};
use std::collections::BTreeMap;

/// What policies and requests of one case speak of.
#[derive(Debug, Default)]
pub struct Constants {
    longs: Vec<i64>,
    strings: Vec<String>,
    /// Parts of patterns; between two of them, and where one is empty before the first or after the last, stands a star.
    patterns: Vec<Vec<String>>,
    decimals: Vec<i64>,
    ips: Vec<Ip>,
    times: Vec<i64>,
    /// Ids by entity type; some are in no store.
    pub ids: BTreeMap<String, Vec<String>>,
}

const WORDS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "aba",
    "abab",
    "x",
    "api",
    "v1",
    "/",
    "/v1/",
    ".",
    "-",
    "é",
    "日本",
    "\u{10ffff}",
    "\0",
    "*",
    "\"",
    "\\",
    "A",
    " ",
    "eur",
    "usd",
    "tmp",
    "ok",
    "longer text with spaces",
    "*a*",
    "\u{80}",
    "ÿ",
];
const EXTREMES: &[i64] =
    &[i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX, i64::MAX / 2 + 1, 1 << 31, 1 << 32, 255, 256, 65_535, 127];

impl Constants {
    /// Few of each kind, so that requests meet them; many if policies are to be many.
    pub fn new(random: &mut Random, ids: BTreeMap<String, Vec<String>>, many: usize) -> Self {
        let mut constants = Self { ids, ..Self::default() };
        for _ in 0..4 + many {
            let small = i64::try_from(random.below(20 + 4 * many)).expect("it is small") - 3;
            constants.longs.push(if random.percent(65) { small } else { *random.pick(EXTREMES) });
            let string = text(random);
            constants.strings.push(string);
            let parts = 1 + random.below(4);
            let mut pattern: Vec<_> = (0..parts).map(|_| if random.percent(20) { String::new() } else { text(random) }).collect();
            if random.percent(40) {
                // Patterns that strings of the case match.
                let whole: Vec<char> = random.pick(&constants.strings).chars().collect();
                let (from, to) = (random.below(whole.len() + 1), random.below(whole.len() + 1));
                pattern = vec![whole[..from.min(to)].iter().collect(), whole[from.max(to)..].iter().collect()];
            }
            constants.patterns.push(pattern);
            constants.decimals.push(if random.percent(70) { small * 2_500 } else { *random.pick(EXTREMES) });
            let ip = ip(random);
            constants.ips.push(ip);
            let moment = [small, small * 1_000, small * 3_600_000, small * 86_400_000, small * 40_000_000_000][random.below(5)];
            constants.times.push(if random.percent(80) { moment } else { *random.pick(EXTREMES) });
        }
        constants
    }

    /// A value for a policy.
    pub fn literal(&self, random: &mut Random, ty: &Type) -> Value {
        match ty {
            Type::Bool => Value::Bool(random.percent(50)),
            Type::Long(_) => Value::Long((*random.pick(&self.longs)).into()),
            Type::String(Text::OneOf(names)) if random.percent(85) => Value::String(random.pick(names).clone()),
            Type::String(Text::Char) if random.percent(85) => Value::String(self.char(random).into()),
            Type::String(_) => Value::String(random.pick(&self.strings).clone()),
            Type::Decimal => Value::Decimal(*random.pick(&self.decimals)),
            Type::Ip => Value::Ip(*random.pick(&self.ips)),
            Type::Datetime => Value::Datetime(*random.pick(&self.times)),
            Type::Duration => Value::Duration(*random.pick(&self.times)),
            Type::Entity(kind) => Value::Entity(kind.clone(), random.pick(&self.ids[kind]).clone()),
            Type::Set(element) => {
                let many = 1 + random.below(3);
                Value::Set((0..many).map(|_| self.literal(random, element)).collect())
            }
            Type::Record(fields) => Value::Record(self.fields(random, fields, Self::literal)),
        }
    }

    /// A value for a request: one of a policy's, or beside it.
    pub fn near(&self, random: &mut Random, ty: &Type) -> Value {
        match ty {
            Type::Long(width) => {
                let near = i128::from(*random.pick(&self.longs)) + [0, 0, 0, 1, -1][random.below(5)];
                let (least, greatest) = width.range();
                let extreme = [least, greatest, 0][random.below(3)];
                // A u64 beyond i64 ends the decision, so it is rare.
                let beyond = matches!(width, Width::Unsigned(8)) && random.percent(4);
                match random.below(20) {
                    0 => Value::Long(if greatest > i128::from(i64::MAX) { i64::MAX.into() } else { extreme }),
                    _ if beyond => Value::Long([u64::MAX.into(), 1 << 63, (1 << 63) + 7][random.below(3)]),
                    _ => Value::Long(near.clamp(least, greatest.min(i64::MAX.into()))),
                }
            }
            Type::String(Text::OneOf(names)) => Value::String(random.pick(names).clone()),
            Type::String(Text::Char) => Value::String(self.char(random).into()),
            Type::String(Text::Bytes) => Value::String(match random.below(10) {
                0..6 => random.pick(&self.strings).clone(),
                6..9 => self.matching(random),
                _ => text(random),
            }),
            Type::Decimal => Value::Decimal(self.decimals[random.below(self.decimals.len())].saturating_add(beside(random))),
            Type::Datetime => Value::Datetime(self.times[random.below(self.times.len())].saturating_add(beside(random))),
            Type::Duration => Value::Duration(self.times[random.below(self.times.len())].saturating_add(beside(random))),
            Type::Ip if random.percent(60) => {
                // In the range of a literal, at its ends, or one beyond.
                let Ip { v6, address, prefix } = *random.pick(&self.ips);
                let bits = if v6 { 128 } else { 32 };
                let host = u128::MAX.checked_shr(128 - u32::from(bits - prefix)).unwrap_or(0);
                let address =
                    [address & !host, address | host, (address | host).wrapping_add(1), (address & !host).wrapping_sub(1), address]
                        [random.below(5)];
                let address = if v6 { address } else { address & u128::from(u32::MAX) };
                Value::Ip(Ip { v6, address, prefix: if random.percent(70) { bits } else { prefix } })
            }
            Type::Set(element) => {
                let many = random.below(4);
                Value::Set((0..many).map(|_| self.near(random, element)).collect())
            }
            Type::Record(fields) => Value::Record(self.fields(random, fields, Self::near)),
            _ => self.literal(random, ty),
        }
    }

    /// A record's attributes, some of the optional ones absent.
    pub fn fields(
        &self,
        random: &mut Random,
        fields: &[Field],
        value: impl Fn(&Self, &mut Random, &Type) -> Value + Copy,
    ) -> Vec<(String, Option<Value>)> {
        fields
            .iter()
            .map(|field| (field.name.clone(), (!field.optional || random.percent(70)).then(|| value(self, random, &field.ty))))
            .collect()
    }

    /// The parts of a pattern.
    pub fn pattern(&self, random: &mut Random) -> &[String] {
        random.pick::<Vec<_>>(&self.patterns)
    }

    /// A string that a pattern matches, or almost.
    fn matching(&self, random: &mut Random) -> String {
        let mut stars = vec![String::new()];
        stars.extend((0..3).map(|_| text(random)));
        let mut out = self.pattern(random).iter().fold(String::new(), |out, part| out + part + random.pick::<String>(&stars));
        if random.percent(50) {
            // The last star stands between two parts only.
            let last = self.pattern(random).last().map_or(0, String::len);
            out.truncate(out.floor_char_boundary(out.len().saturating_sub(last)));
        }
        out
    }

    fn char(&self, random: &mut Random) -> char {
        random.pick(&self.strings).chars().next().unwrap_or('\u{0}')
    }
}

fn beside(random: &mut Random) -> i64 {
    [0, 0, 0, 1, -1, 86_400_000][random.below(6)]
}

fn text(random: &mut Random) -> String {
    let words = [1, 1, 2, 2, 3, 5][random.below(6)];
    (0..words).map(|_| *random.pick(WORDS)).collect()
}

fn ip(random: &mut Random) -> Ip {
    const FOUR: &[u128] = &[0x7f00_0001, 0x0a00_0000, 0xc0a8_0101, 0xe000_0001, 0, 0xffff_ffff, 0x0800_0808];
    const SIX: &[u128] = &[0, 1, 0xff02 << 112 | 1, 0xffff_7f00_0001, 0x2001_0db8 << 96, u128::MAX, 0xfe80 << 112 | 7];
    let v6 = random.percent(40);
    let bits = if v6 { 128 } else { 32 };
    let prefix = match random.below(3) {
        0 => bits,
        1 => [0, 4, 7, 8, 16, 24, 31][random.below(7)],
        _ => u8::try_from(random.below(usize::from(bits) + 1)).expect("it is at most 128"),
    };
    Ip { v6, address: *random.pick(if v6 { SIX } else { FOUR }), prefix }
}
