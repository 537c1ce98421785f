//! What one function body does with functions: calls, and references that it takes, keeps or reads.
//!
//! In: the bytes of a body. Out: one [`Event`] for each instruction that matters, with its place. An operand is known only where the instruction just
//! before it pushes it, which structured control flow makes certain: `i32.const k; call_indirect`, `ref.func f; global.set g`, `global.get g; call_ref`.
//! All other references are taken to go anywhere. Code that cannot be reached counts as reached.

use wasmparser::{
    BinaryReader, FunctionBody, Result, VisitOperator, VisitSimdOperator, for_each_visit_operator, for_each_visit_simd_operator,
};

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
#[derive(Clone, Copy)]
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
pub fn read(bytes: &[u8], range: std::ops::Range<u64>, tell: impl FnMut(Event, u64)) -> Result<()> {
    let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok()).and_then(|(start, end)| bytes.get(start..end));
    let body = FunctionBody::new(BinaryReader::new(part.unwrap_or_default(), range.start));
    let mut operators = body.get_operators_reader()?;
    let mut watch = Watch { last: Last::Nothing, at: 0, tell };
    while !operators.eof() {
        watch.at = operators.original_position();
        operators.visit_operator(&mut watch)?;
    }
    Ok(())
}

/// Sees each instruction. A visitor, and not a match on instructions as values: most are passed over, and a third of the time is not spent on making them.
struct Watch<F> {
    last: Last,
    /// Where the instruction is.
    at: u64,
    tell: F,
}

impl<F: FnMut(Event, u64)> Watch<F> {
    /// What was pushed just before. A reference that is not taken up at once may go anywhere.
    #[inline]
    fn before(&mut self) -> Last {
        let last = std::mem::replace(&mut self.last, Last::Nothing);
        match last {
            Last::Function(function, place) => (self.tell)(Event::Take(function), place),
            Last::Global(global, place) => (self.tell)(Event::ReadGlobal(global), place),
            Last::Constant(_) | Last::Nothing => {}
        }
        last
    }

    #[inline]
    fn push(&mut self, pushed: Last) {
        self.before();
        self.last = pushed;
    }

    #[inline]
    fn tell(&mut self, event: Event) {
        self.before();
        (self.tell)(event, self.at);
    }

    /// Tells of an instruction that takes up what the one before it pushed.
    fn take_up(&mut self, event: Event) {
        self.last = Last::Nothing;
        (self.tell)(event, self.at);
    }
}

/// A method for each instruction; those that are named here stand below.
macro_rules! pass_over_the_others {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $ty:ty),* })? => $visit:ident ($($arity:tt)*))*) => {
        $(pass_over_the_others!(one $visit $({ $($arg: $ty),* })?);)*
    };
    (one visit_i32_const $($rest:tt)*) => {};
    (one visit_i64_const $($rest:tt)*) => {};
    (one visit_ref_func $($rest:tt)*) => {};
    (one visit_global_get $($rest:tt)*) => {};
    (one visit_global_set $($rest:tt)*) => {};
    (one visit_call $($rest:tt)*) => {};
    (one visit_return_call $($rest:tt)*) => {};
    (one visit_call_indirect $($rest:tt)*) => {};
    (one visit_return_call_indirect $($rest:tt)*) => {};
    (one visit_call_ref $($rest:tt)*) => {};
    (one visit_return_call_ref $($rest:tt)*) => {};
    (one visit_table_get $($rest:tt)*) => {};
    (one visit_table_set $($rest:tt)*) => {};
    (one visit_table_grow $($rest:tt)*) => {};
    (one visit_table_fill $($rest:tt)*) => {};
    (one visit_table_copy $($rest:tt)*) => {};
    (one visit_table_init $($rest:tt)*) => {};
    (one visit_array_new_elem $($rest:tt)*) => {};
    (one visit_array_init_elem $($rest:tt)*) => {};
    (one $visit:ident $({ $($arg:ident: $ty:ty),* })?) => {
        #[inline]
        fn $visit(&mut self $($(, _: $ty)*)?) {
            self.before();
        }
    };
}

impl<'a, F: FnMut(Event, u64)> VisitOperator<'a> for Watch<F> {
    type Output = ();

    fn simd_visitor(&mut self) -> Option<&mut dyn VisitSimdOperator<'a, Output = ()>> {
        Some(self)
    }

    fn visit_i32_const(&mut self, value: i32) {
        self.push(Last::Constant(u64::from(value.cast_unsigned())));
    }

    fn visit_i64_const(&mut self, value: i64) {
        self.push(Last::Constant(value.cast_unsigned()));
    }

    fn visit_ref_func(&mut self, function: u32) {
        self.push(Last::Function(function, self.at));
    }

    fn visit_global_get(&mut self, global: u32) {
        self.push(Last::Global(global, self.at));
    }

    fn visit_global_set(&mut self, global: u32) {
        match self.last {
            Last::Function(function, _) => self.take_up(Event::Keep { global, function }),
            _ => self.tell(Event::WriteGlobal(global)),
        }
    }

    fn visit_call(&mut self, function: u32) {
        self.tell(Event::Call(function));
    }

    fn visit_return_call(&mut self, function: u32) {
        self.tell(Event::Call(function));
    }

    fn visit_call_indirect(&mut self, ty: u32, table: u32) {
        let slot = if let Last::Constant(slot) = self.before() { Some(slot) } else { None };
        (self.tell)(Event::Indirect { table, ty, slot }, self.at);
    }

    fn visit_return_call_indirect(&mut self, ty: u32, table: u32) {
        self.visit_call_indirect(ty, table);
    }

    fn visit_call_ref(&mut self, ty: u32) {
        match self.last {
            Last::Global(global, _) => self.take_up(Event::Global { global, ty }),
            _ => self.tell(Event::Reference(ty)),
        }
    }

    fn visit_return_call_ref(&mut self, ty: u32) {
        self.visit_call_ref(ty);
    }

    fn visit_table_get(&mut self, table: u32) {
        self.tell(Event::ReadTable(table));
    }

    fn visit_table_set(&mut self, table: u32) {
        self.tell(Event::WriteTable(table));
    }

    fn visit_table_grow(&mut self, table: u32) {
        self.tell(Event::WriteTable(table));
    }

    fn visit_table_fill(&mut self, table: u32) {
        self.tell(Event::WriteTable(table));
    }

    fn visit_table_copy(&mut self, to: u32, from: u32) {
        self.tell(Event::Copy { to, from });
    }

    fn visit_table_init(&mut self, segment: u32, table: u32) {
        self.tell(Event::Fill { segment, table });
    }

    fn visit_array_new_elem(&mut self, _: u32, segment: u32) {
        self.tell(Event::ReadSegment(segment));
    }

    fn visit_array_init_elem(&mut self, _: u32, segment: u32) {
        self.tell(Event::ReadSegment(segment));
    }

    for_each_visit_operator!(pass_over_the_others);
}

impl<'a, F: FnMut(Event, u64)> VisitSimdOperator<'a> for Watch<F> {
    for_each_visit_simd_operator!(pass_over_the_others);
}
