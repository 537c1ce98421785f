//! Random values of a type, and values that differ from them in one place.

use super::random::Random;
use super::signature::{Function, Type};
use wasmtime::component::Val;

/// Values for all parameters.
pub fn arguments(random: &mut Random, function: &Function) -> Vec<Val> {
    function.parameters.iter().map(|(_, ty)| value(random, ty)).collect()
}

/// The same values, but for some part of some of them.
pub fn changed(random: &mut Random, function: &Function, arguments: &[Val]) -> Vec<Val> {
    let mut arguments = arguments.to_vec();
    if !arguments.is_empty() {
        for _ in 0..1 + random.below(2) {
            let at = random.below(arguments.len());
            arguments[at] = change(random, &function.parameters[at].1, &arguments[at]);
        }
    }
    arguments
}

/// A value; extremes are frequent.
pub fn value(random: &mut Random, ty: &Type) -> Val {
    match ty {
        Type::Bool => Val::Bool(random.percent(50)),
        Type::S8 => Val::S8(number(random) as i8),
        Type::U8 => Val::U8(number(random) as u8),
        Type::S16 => Val::S16(number(random) as i16),
        Type::U16 => Val::U16(number(random) as u16),
        Type::S32 => Val::S32(number(random) as i32),
        Type::U32 => Val::U32(number(random) as u32),
        Type::S64 => Val::S64(number(random).cast_signed()),
        Type::U64 => Val::U64(number(random)),
        Type::F32 => Val::Float32(f32::from_bits(float(random, 23) as u32)),
        Type::F64 => Val::Float64(f64::from_bits(float(random, 52))),
        Type::Char => Val::Char(char(random)),
        Type::String => Val::String((0..[0, 1, 3, 5, 17][random.below(5)]).map(|_| char(random)).collect()),
        Type::List(inner) => Val::List((0..[0, 1, 2, 3][random.below(4)]).map(|_| value(random, inner)).collect()),
        Type::Option(inner) => Val::Option(random.percent(65).then(|| Box::new(value(random, inner)))),
        Type::Result(ok, err) => {
            let mut half = |ty: &Option<std::sync::Arc<Type>>| ty.as_ref().map(|ty| Box::new(value(random, ty)));
            let (ok, err) = (half(ok), half(err));
            Val::Result(if random.percent(60) { Ok(ok) } else { Err(err) })
        }
        Type::Tuple(types) => Val::Tuple(types.iter().map(|ty| value(random, ty)).collect()),
        Type::Record(named) => Val::Record(named.parts.iter().map(|(name, ty)| (name.clone(), value(random, ty))).collect()),
        Type::Variant(named) => {
            let (name, ty) = &named.parts[random.below(named.parts.len())];
            Val::Variant(name.clone(), ty.as_ref().map(|ty| Box::new(value(random, ty))))
        }
        Type::Enum(named) => {
            let last = random.percent(25);
            let at = if last { named.parts.len() - 1 } else { random.below(named.parts.len()) };
            Val::Enum(named.parts[at].0.clone())
        }
        Type::Flags(named) => Val::Flags(named.parts.iter().filter(|_| random.percent(50)).map(|(name, ())| name.clone()).collect()),
    }
}

/// The value with one part replaced.
fn change(random: &mut Random, ty: &Type, old: &Val) -> Val {
    if random.percent(25) {
        return value(random, ty);
    }
    match (ty, old) {
        (Type::List(inner), Val::List(values)) => {
            let mut values = values.clone();
            match random.below(3) {
                0 if values.len() < 4 => values.push(value(random, inner)),
                1 if !values.is_empty() => drop(values.remove(random.below(values.len()))),
                _ if !values.is_empty() => {
                    let at = random.below(values.len());
                    values[at] = change(random, inner, &values[at]);
                }
                _ => {}
            }
            Val::List(values)
        }
        (Type::Option(inner), Val::Option(Some(old))) => Val::Option(Some(Box::new(change(random, inner, old)))),
        (Type::Result(Some(ty), _), Val::Result(Ok(Some(old)))) => Val::Result(Ok(Some(Box::new(change(random, ty, old))))),
        (Type::Result(_, Some(ty)), Val::Result(Err(Some(old)))) => Val::Result(Err(Some(Box::new(change(random, ty, old))))),
        (Type::Tuple(types), Val::Tuple(values)) if !types.is_empty() => {
            let (at, mut values) = (random.below(types.len()), values.clone());
            values[at] = change(random, &types[at], &values[at]);
            Val::Tuple(values)
        }
        (Type::Record(named), Val::Record(values)) => {
            let (at, mut values) = (random.below(values.len()), values.clone());
            values[at].1 = change(random, &named.parts[at].1, &values[at].1);
            Val::Record(values)
        }
        (Type::Variant(named), Val::Variant(case, Some(old))) => {
            let (_, ty) = named.parts.iter().find(|(name, _)| name == case).expect("it is a case");
            Val::Variant(case.clone(), ty.as_ref().map(|ty| Box::new(change(random, ty, old))))
        }
        (Type::String, Val::String(old)) if random.percent(60) => {
            Val::String(if random.percent(50) { format!("{old}{}", char(random)) } else { old.chars().skip(1).collect() })
        }
        (Type::S64, Val::S64(old)) => Val::S64(old.wrapping_add(if random.percent(50) { 1 } else { -1 })),
        (Type::U64, Val::U64(old)) => Val::U64(old.wrapping_add(if random.percent(50) { 1 } else { u64::MAX })),
        (Type::U32, Val::U32(old)) => Val::U32(old.wrapping_add(if random.percent(50) { 1 } else { u32::MAX })),
        _ => value(random, ty),
    }
}

fn number(random: &mut Random) -> u64 {
    const EXTREMES: [u64; 14] =
        [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fff_ffff, 0x8000_0000, u64::MAX >> 1, (u64::MAX >> 1) + 1, u64::MAX - 1, u64::MAX];
    match random.below(5) {
        0 | 1 => EXTREMES[random.below(EXTREMES.len())],
        2 | 3 => random.below(20) as u64,
        _ => bits(random),
    }
}

fn bits(random: &mut Random) -> u64 {
    (random.below(1 << 22) as u64) << 44 ^ (random.below(1 << 22) as u64) << 22 ^ random.below(1 << 22) as u64
}

/// The bits of a float whose mantissa has this width; infinities, NaNs and both zeros are frequent.
fn float(random: &mut Random, mantissa: u32) -> u64 {
    let (sign, ones) = if mantissa == 23 { (1 << 31, 0xff_u64) } else { (1 << 63, 0x7ff) };
    let special = [0, ones << mantissa, (ones << mantissa) | 1, (ones << mantissa) | 1 << (mantissa - 1), 1];
    let magnitude = if random.percent(40) { special[random.below(special.len())] } else { bits(random) & (sign - 1) };
    magnitude | if random.percent(50) { sign } else { 0 }
}

fn char(random: &mut Random) -> char {
    const CHARS: [char; 22] = [
        'a',
        'b',
        'c',
        'x',
        '0',
        '9',
        '*',
        '\\',
        '"',
        '\'',
        '/',
        '.',
        ' ',
        '\n',
        '\0',
        '\u{7f}',
        'é',
        '\u{7ff}',
        '你',
        '\u{ffff}',
        '😀',
        '\u{10ffff}',
    ];
    CHARS[if random.percent(70) { random.below(12) } else { random.below(CHARS.len()) }]
}
