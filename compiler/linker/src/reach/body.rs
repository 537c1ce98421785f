//! What one function body does with functions: calls, and references that it takes, keeps or reads.
//!
//! In: the bytes of a body. Out: one [`Event`] for each instruction that matters, with its place. An operand is known only where the instruction just
//! before it pushes it, which structured control flow makes certain: `i32.const k; call_indirect`, `ref.func f; global.set g`, `global.get g; call_ref`.
//! All other references are taken to go anywhere. Code that cannot be reached counts as reached.

use wasmparser::{BinaryReader, FunctionBody, Operator, Result};

/// What an instruction does with functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Calls a function.
    Call(u32),
    /// Calls what a table holds, by a type; in one slot, if that is known.
    Indirect {
        /// The table.
        table: u32,
        /// The type.
        ty: u32,
        /// The slot.
        slot: Option<u64>,
    },
    /// Calls a reference of a type, from anywhere.
    Reference(u32),
    /// Calls by a type what a global holds.
    Global {
        /// The global.
        global: u32,
        /// The type.
        ty: u32,
    },
    /// Takes a reference to a function, which may go anywhere.
    Take(u32),
    /// Writes a function to a global.
    Keep {
        /// The global.
        global: u32,
        /// The function.
        function: u32,
    },
    /// Reads a global.
    ReadGlobal(u32),
    /// Writes something to a global.
    WriteGlobal(u32),
    /// Reads a table.
    ReadTable(u32),
    /// Writes something to a table.
    WriteTable(u32),
    /// Copies between tables.
    Copy {
        /// To this one.
        to: u32,
        /// From this one.
        from: u32,
    },
    /// Writes an element segment to a table.
    Fill {
        /// The segment.
        segment: u32,
        /// The table.
        table: u32,
    },
    /// Reads an element segment.
    ReadSegment(u32),
}

/// What the last instruction pushed.
enum Last {
    Nothing,
    Constant(u64),
    Function(u32, u64),
    Global(u32, u64),
}

/// Reads the body that lies at `range` of `bytes`; tells each event and the place of its instruction in `bytes`.
///
/// # Errors
/// If it does not parse.
pub fn read(bytes: &[u8], range: std::ops::Range<u64>, mut tell: impl FnMut(Event, u64)) -> Result<()> {
    let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok()).and_then(|(start, end)| bytes.get(start..end));
    let body = FunctionBody::new(BinaryReader::new(part.unwrap_or_default(), range.start));
    let mut operators = body.get_operators_reader()?;
    let mut last = Last::Nothing;
    while !operators.eof() {
        let at = operators.original_position();
        let operator = operators.read()?;
        let before = std::mem::replace(&mut last, Last::Nothing);
        // What is not taken up at once may go anywhere.
        match (&before, &operator) {
            (Last::Function(function, _), Operator::GlobalSet { global_index }) => {
                tell(Event::Keep { global: *global_index, function: *function }, at);
                continue;
            }
            (Last::Global(global, _), Operator::CallRef { type_index } | Operator::ReturnCallRef { type_index }) => {
                tell(Event::Global { global: *global, ty: *type_index }, at);
                continue;
            }
            (Last::Function(function, place), _) => tell(Event::Take(*function), *place),
            (Last::Global(global, place), _) => tell(Event::ReadGlobal(*global), *place),
            _ => {}
        }
        let event = match operator {
            Operator::I32Const { value } => {
                last = Last::Constant(u64::from(value.cast_unsigned()));
                continue;
            }
            Operator::I64Const { value } => {
                last = Last::Constant(value.cast_unsigned());
                continue;
            }
            Operator::RefFunc { function_index } => {
                last = Last::Function(function_index, at);
                continue;
            }
            Operator::GlobalGet { global_index } => {
                last = Last::Global(global_index, at);
                continue;
            }
            Operator::Call { function_index } | Operator::ReturnCall { function_index } => Event::Call(function_index),
            Operator::CallIndirect { type_index, table_index } | Operator::ReturnCallIndirect { type_index, table_index } => {
                let slot = if let Last::Constant(slot) = before { Some(slot) } else { None };
                Event::Indirect { table: table_index, ty: type_index, slot }
            }
            Operator::CallRef { type_index } | Operator::ReturnCallRef { type_index } => Event::Reference(type_index),
            Operator::GlobalSet { global_index } => Event::WriteGlobal(global_index),
            Operator::TableGet { table } => Event::ReadTable(table),
            Operator::TableSet { table } | Operator::TableGrow { table } | Operator::TableFill { table } => Event::WriteTable(table),
            Operator::TableCopy { dst_table, src_table } => Event::Copy { to: dst_table, from: src_table },
            Operator::TableInit { elem_index, table } => Event::Fill { segment: elem_index, table },
            Operator::ArrayNewElem { array_elem_index, .. } | Operator::ArrayInitElem { array_elem_index, .. } => {
                Event::ReadSegment(array_elem_index)
            }
            _ => continue,
        };
        tell(event, at);
    }
    Ok(())
}
