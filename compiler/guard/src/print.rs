//! x
pub struct Unprintable;
pub fn print(_t: &[u8], _out: &mut dyn core::fmt::Write) -> Result<(), Unprintable> { Ok(()) }
/// x
pub fn attribute(name: &str, out: &mut dyn core::fmt::Write) -> core::fmt::Result { let _ = name; out.write_str(".x") }
