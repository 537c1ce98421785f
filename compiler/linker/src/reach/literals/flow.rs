//! What one function passes to the functions that it calls.
//!
//! In: a body, and which calls matter. Out: for each of those calls the [`Value`] of every argument, and what the stack frame is known to hold then. Straight-line code is
//! followed: constants, locals, sums, and 32-bit accesses to the stack frame. Must hold: a value that is not [`Value::UNKNOWN`] is right however control came
//! there, with one exception: what was on the stack frame may be older. So locals that a loop assigns are unknown from its head on until they are
//! assigned, and those that a block assigns are unknown behind its end if something jumps there. Code behind a jump is not called. The body counts as valid.

use super::super::module::Module;
use super::Work;
use super::memory::Memory;
use super::value::{Frame, Kind, Value};
use std::collections::HashMap;
use wasmparser::{
    BinaryReader, BlockType, ContType, FrameKind, FuncType, FunctionBody, MemArg, ModuleArity, Operator, RefType, SubType, ValType,
};

/// A call.
#[derive(Clone)]
pub struct Site {
    /// What is called, as the module names it.
    pub callee: u32,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// What the caller's stack frame holds.
    pub frame: Frame,
}

/// The types of a module, as [`Operator::operator_arity`] wants them.
pub struct Types(Vec<Option<SubType>>);

impl Types {
    /// Of a module.
    pub fn new(module: &Module<'_>) -> Self {
        Self(module.types.iter().map(|ty| ty.clone().map(|ty| SubType::func(ty, false))).collect())
    }
}

/// A block that is open.
struct Block {
    ty: BlockType,
    kind: FrameKind,
    /// The number of the operator that opened it.
    start: u32,
    /// How many values lie below it.
    height: usize,
    is_target: bool,
    /// Whether the code is behind a jump, and whether it was when the block began.
    dead: (bool, bool),
}

struct Flow<'m, 'a> {
    module: &'m Module<'a>,
    types: &'m Types,
    memory: Option<&'m Memory<'a>>,
    parameters: u32,
    stack: Vec<Value>,
    blocks: Vec<Block>,
    /// What was assigned, and by which operator.
    locals: HashMap<u32, (Value, u32)>,
    /// The last operator that assigns each.
    last: HashMap<u32, u32>,
    /// Spans of operators that are behind a join: what was assigned in them is not known. In order, and apart.
    joined: Vec<(u32, u32)>,
    /// The operators that open loops.
    heads: Vec<u32>,
    /// The stack pointer.
    pointer: Value,
    frame: Frame,
    /// Jumps that are not followed one by one: every block counts as a target.
    strange: bool,
    now: u32,
}

impl ModuleArity for Flow<'_, '_> {
    fn sub_type_at(&self, index: u32) -> Option<&SubType> {
        self.types.0.get(index as usize)?.as_ref()
    }

    fn tag_type_arity(&self, _: u32) -> Option<(u32, u32)> {
        None
    }

    fn type_index_of_function(&self, function: u32) -> Option<u32> {
        self.module.functions.get(function as usize).copied()
    }

    fn func_type_of_cont_type(&self, _: &ContType) -> Option<&FuncType> {
        None
    }

    fn sub_type_of_ref_type(&self, _: &RefType) -> Option<&SubType> {
        None
    }

    fn control_stack_height(&self) -> u32 {
        u32::try_from(self.blocks.len()).unwrap_or(u32::MAX)
    }

    fn label_block(&self, depth: u32) -> Option<(BlockType, FrameKind)> {
        let block = self.blocks.get(self.blocks.len().checked_sub(1 + depth as usize)?)?;
        Some((block.ty, block.kind))
    }
}

/// The calls in the body of a function that are wanted; `None` if it does not parse, or the work is used up.
pub fn calls<'a>(
    bytes: &'a [u8],
    module: &Module<'a>,
    types: &Types,
    memory: Option<&Memory<'a>>,
    function: u32,
    is_wanted: &mut dyn FnMut(u32) -> bool,
    work: &mut Work,
) -> Option<Vec<Site>> {
    let range = module.body(function)?;
    let part = bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)?;
    work.spend(part.len() as u64)?;
    let body = FunctionBody::new(BinaryReader::new(part, range.start));
    let ty = module.type_of(function)?;
    let mut flow = Flow {
        module,
        types,
        memory,
        parameters: u32::try_from(ty.params().len()).ok()?,
        stack: vec![],
        blocks: vec![Block {
            ty: BlockType::FuncType(*module.functions.get(function as usize)?),
            kind: FrameKind::Block,
            start: 0,
            height: 0,
            is_target: false,
            dead: (false, false),
        }],
        locals: HashMap::new(),
        last: HashMap::new(),
        joined: vec![],
        heads: vec![],
        pointer: Value { kind: Kind::Frame(0), sure: true },
        frame: Frame::default(),
        strange: false,
        now: 0,
    };
    let mut operators = body.get_operators_reader().ok()?;
    let mut count = 0;
    while !operators.eof() {
        count += 1;
        if let Operator::LocalSet { local_index } | Operator::LocalTee { local_index } = operators.read().ok()? {
            flow.last.insert(local_index, count);
        }
    }
    let mut sites = vec![];
    let mut operators = body.get_operators_reader().ok()?;
    while !operators.eof() && !flow.blocks.is_empty() {
        flow.now += 1;
        let operator = operators.read().ok()?;
        match operator {
            Operator::Call { function_index: callee } | Operator::ReturnCall { function_index: callee } => {
                let ty = module.type_of(callee)?;
                work.spend((ty.params().len() + ty.results().len()) as u64)?;
                let arguments = flow.pop_all(ty.params().len());
                if is_wanted(callee) && flow.blocks.last().is_some_and(|block| !block.dead.0) {
                    let frame = if arguments.iter().any(|value| matches!(value.kind, Kind::Frame(_))) {
                        flow.frame.clone()
                    } else {
                        Frame::default()
                    };
                    sites.push(Site { callee, arguments, frame });
                }
                if matches!(operator, Operator::Call { .. }) {
                    flow.push_unknown(ty.results().len());
                } else {
                    flow.jump();
                }
            }
            operator => flow.step(&operator, work)?,
        }
    }
    Some(sites)
}

impl Flow<'_, '_> {
    fn pop(&mut self) -> Value {
        let base = self.blocks.last().map_or(0, |block| block.height);
        // Behind a jump there may be nothing.
        if self.stack.len() > base { self.stack.pop().unwrap_or(Value::UNKNOWN) } else { Value::UNKNOWN }
    }

    fn pop_all(&mut self, count: usize) -> Vec<Value> {
        let mut values: Vec<Value> = (0..count).map(|_| self.pop()).collect();
        values.reverse();
        values
    }

    fn push_unknown(&mut self, count: usize) {
        self.stack.extend(std::iter::repeat_n(Value::UNKNOWN, count));
    }

    /// What comes next is not run.
    fn jump(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.dead.0 = true;
            self.stack.truncate(block.height);
        }
    }

    fn target(&mut self, depth: u32) {
        let index = self.blocks.len().checked_sub(1 + depth as usize);
        if let Some(block) = index.and_then(|index| self.blocks.get_mut(index)) {
            // A jump to a loop goes to its head.
            block.is_target |= block.kind != FrameKind::Loop;
        }
    }

    /// Control comes together: what was assigned since then is not known.
    fn join(&mut self, start: u32) {
        while self.joined.last().is_some_and(|(before, _)| *before >= start) {
            self.joined.pop();
        }
        match self.joined.last_mut() {
            Some((_, end)) if *end >= start => *end = self.now,
            _ => self.joined.push((start, self.now)),
        }
    }

    fn local(&self, local: u32) -> Value {
        let (value, at) = self.locals.get(&local).copied().unwrap_or_else(|| {
            let first = if local < self.parameters { Value { kind: Kind::Parameter(local, 0), sure: true } } else { Value::constant(0) };
            (first, 0)
        });
        let span = self.joined.partition_point(|(start, _)| *start <= at).checked_sub(1).map(|span| self.joined[span]);
        if at > 0 && span.is_some_and(|(_, end)| at <= end) {
            return Value::UNKNOWN;
        }
        let head = self.heads.get(self.heads.partition_point(|head| *head <= at));
        match (head, self.last.get(&local)) {
            // A loop that began since then may assign it before it comes back to its head.
            (Some(head), Some(last)) if head < last => Value::UNKNOWN,
            _ => value,
        }
    }

    fn open(&mut self, ty: BlockType, kind: FrameKind, work: &mut Work) -> Option<()> {
        let parameters = self.block_type_arity(ty)?.0 as usize;
        work.spend(parameters as u64)?;
        let dead = self.blocks.last().is_some_and(|block| block.dead.0);
        let mut values = self.pop_all(parameters);
        if kind == FrameKind::Loop {
            values.fill(Value::UNKNOWN);
            self.heads.push(self.now);
        }
        self.blocks.push(Block { ty, kind, start: self.now, height: self.stack.len(), is_target: false, dead: (dead, dead) });
        self.stack.append(&mut values);
        Some(())
    }

    fn close(&mut self, work: &mut Work) -> Option<()> {
        let block = self.blocks.pop()?;
        let results = self.block_type_arity(block.ty)?.1 as usize;
        work.spend(results as u64)?;
        self.stack.truncate(block.height);
        self.push_unknown(results);
        let can_be_left = matches!(block.kind, FrameKind::If | FrameKind::Else) || self.strange;
        if block.is_target || can_be_left || block.dead.0 {
            self.join(block.start);
        }
        Some(())
    }

    fn step(&mut self, operator: &Operator<'_>, work: &mut Work) -> Option<()> {
        match *operator {
            Operator::I32Const { value } => self.stack.push(Value::constant(u64::from(value.cast_unsigned()))),
            Operator::I64Const { value } => self.stack.push(Value::constant(value.cast_unsigned())),
            Operator::LocalGet { local_index } => self.stack.push(self.local(local_index)),
            Operator::LocalSet { local_index } => {
                let value = self.pop();
                self.locals.insert(local_index, (value, self.now));
            }
            Operator::LocalTee { local_index } => {
                let value = self.pop();
                self.stack.push(value);
                self.locals.insert(local_index, (value, self.now));
            }
            Operator::GlobalGet { global_index } => {
                let constant = self.module.globals.get(global_index as usize).and_then(|global| global.constant);
                self.stack.push(match constant {
                    Some(value) => Value::constant(value),
                    // The stack pointer, by the convention of compilers.
                    None if global_index == 0 => self.pointer,
                    None => Value::UNKNOWN,
                });
            }
            Operator::GlobalSet { global_index: 0 } => self.pointer = self.pop(),
            Operator::I32Add => self.binary(Value::plus),
            Operator::I32Sub => self.binary(Value::minus),
            Operator::I32And => self.binary(|a, b| a.with(b, |a, b| a & b)),
            Operator::I32Or | Operator::I64Or => self.binary(|a, b| a.with(b, |a, b| a | b)),
            Operator::I32Shl => self.binary(|a, b| a.with(b, |a, b| u64::from((a as u32).wrapping_shl(b as u32)))),
            Operator::I64Shl => self.binary(|a, b| a.with(b, |a, b| a.wrapping_shl(b as u32))),
            Operator::I64ExtendI32U => self.unary(|value| value.map(|value| value & 0xffff_ffff)),
            Operator::I32WrapI64 => self.unary(|value| value.map(|value| value & 0xffff_ffff)),
            Operator::I32Load { memarg } => self.load(memarg, 4),
            Operator::I32Load8U { memarg } => self.load(memarg, 1),
            Operator::I32Load16U { memarg } => self.load(memarg, 2),
            Operator::I64Load { memarg } => self.load(memarg, 8),
            Operator::I32Store { memarg } => self.store(memarg, 4),
            Operator::I32Store8 { memarg } => self.store(memarg, 1),
            Operator::I32Store16 { memarg } => self.store(memarg, 2),
            Operator::I64Store { memarg } => self.store(memarg, 8),
            Operator::Block { blockty } => self.open(blockty, FrameKind::Block, work)?,
            Operator::Loop { blockty } => self.open(blockty, FrameKind::Loop, work)?,
            Operator::If { blockty } => {
                self.pop();
                self.open(blockty, FrameKind::If, work)?;
            }
            Operator::Else => {
                let Some(block) = self.blocks.last_mut() else { return Some(()) };
                block.kind = FrameKind::Else;
                block.dead.0 = block.dead.1;
                let (ty, start, height) = (block.ty, block.start, block.height);
                self.stack.truncate(height);
                let parameters = self.block_type_arity(ty)?.0 as usize;
                work.spend(parameters as u64)?;
                self.push_unknown(parameters);
                self.join(start);
            }
            Operator::End => self.close(work)?,
            Operator::Br { relative_depth } => {
                self.target(relative_depth);
                self.jump();
            }
            Operator::BrIf { relative_depth } => {
                self.pop();
                self.target(relative_depth);
            }
            Operator::BrTable { ref targets } => {
                self.target(targets.default());
                for depth in targets.targets() {
                    self.target(depth.ok()?);
                }
                self.jump();
            }
            Operator::Return
            | Operator::Unreachable
            | Operator::Throw { .. }
            | Operator::ThrowRef
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. } => self.jump(),
            ref other => self.other(other, work)?,
        }
        Some(())
    }

    /// An operator of which only is known how many values it takes and gives.
    fn other(&mut self, operator: &Operator<'_>, work: &mut Work) -> Option<()> {
        match operator {
            Operator::BrOnNull { relative_depth } | Operator::BrOnNonNull { relative_depth } => self.target(*relative_depth),
            Operator::BrOnCast { relative_depth, .. } | Operator::BrOnCastFail { relative_depth, .. } => self.target(*relative_depth),
            // The old and the new form of exceptions, stack switching: blocks that are not followed are given up.
            Operator::TryTable { .. } => {
                let Operator::TryTable { try_table } = operator else { return None };
                self.strange = true;
                return self.open(try_table.ty, FrameKind::TryTable, work);
            }
            Operator::Try { .. } | Operator::Catch { .. } | Operator::CatchAll | Operator::Delegate { .. } | Operator::Rethrow { .. } => {
                return None;
            }
            Operator::Resume { .. } | Operator::ResumeThrow { .. } | Operator::ResumeThrowRef { .. } | Operator::Switch { .. } => {
                return None;
            }
            _ => {}
        }
        let (takes, gives) = operator.operator_arity(self)?;
        work.spend(u64::from(takes) + u64::from(gives))?;
        for _ in 0..takes {
            self.pop();
        }
        self.push_unknown(gives as usize);
        Some(())
    }

    fn binary(&mut self, operation: impl FnOnce(Value, Value) -> Value) {
        let (second, first) = (self.pop(), self.pop());
        self.stack.push(operation(first, second));
    }

    fn unary(&mut self, operation: impl FnOnce(Value) -> Value) {
        let value = self.pop();
        self.stack.push(operation(value));
    }

    fn load(&mut self, memarg: MemArg, width: u8) {
        let address = self.pop();
        self.stack.push(match u32::try_from(memarg.offset) {
            Ok(offset) if memarg.memory == 0 => load(address, offset, width, &self.frame, self.memory),
            _ => Value::UNKNOWN,
        });
    }

    fn store(&mut self, memarg: MemArg, width: u8) {
        let (value, address) = (self.pop(), self.pop());
        if let (Kind::Frame(at), Ok(offset), 0) = (address.kind, i32::try_from(memarg.offset), memarg.memory) {
            self.frame.store(at.wrapping_add(offset), width, value);
        }
    }
}

/// What lies so far behind an address.
pub fn load(address: Value, offset: u32, width: u8, frame: &Frame, memory: Option<&Memory<'_>>) -> Value {
    let kind = match address.kind {
        Kind::Constant(start) => {
            let place = start.checked_add(u64::from(offset));
            let number = place.and_then(|place| memory?.number(place, u64::from(width)));
            number.map_or(Kind::Unknown, Kind::Constant)
        }
        Kind::Parameter(index, more) => Kind::Loaded(index, more.wrapping_add(offset), width),
        Kind::Frame(at) => frame.load(at.wrapping_add_unsigned(offset), width).kind,
        Kind::Unknown | Kind::Loaded(..) => Kind::Unknown,
    };
    Value { kind, sure: false }
}

/// The value types of a function, if they are of the canonical ABI.
pub fn is_flat(types: &[ValType], flat: &[wit_parser::abi::WasmType]) -> bool {
    use wit_parser::abi::WasmType as W;
    types.len() == flat.len()
        && types.iter().zip(flat).all(|(ty, flat)| {
            *ty == match flat {
                W::I32 | W::Pointer | W::Length => ValType::I32,
                W::I64 | W::PointerOrI64 => ValType::I64,
                W::F32 => ValType::F32,
                W::F64 => ValType::F64,
            }
        })
}
