//! Validation, by wasmparser under a pinned set of features.
//!
//! In: the bytes of a component. Out: [`Standalone`], the proof that they are a valid root component by themselves, function bodies
//! included, with their digest; or for a whole artifact that its types fit together. An embedded component must be valid alone, because
//! an outer alias that is invalid in a root can become valid, and capture what is around it, once it is embedded.
//!
//! One thread parses and checks types and hands out function bodies while it goes on; the others take them, one of them after it has
//! computed the digest. Which error is reported does not depend on the threads. Refused: anything but the exact preamble, input over
//! the size limit, nesting over its limit, more instances than the budget.

use crate::budget::Budget;
use crate::component::PREAMBLE;
use crate::features::{self, Needs};
use crate::nesting;
use crate::violation::{Check, Violation};
use caplink_model::{Digest, limits, lockfile::Contents, text::escape};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use wasmparser::types::Types;
use wasmparser::{
    Chunk, FuncToValidate, FuncValidatorAllocations, FunctionBody, Parser, Payload, ValidPayload, Validator, ValidatorResources,
};

/// Proof that bytes are a valid component by themselves. Only [`standalone`] makes it.
#[derive(Clone, Debug)]
pub struct Standalone<'a> {
    bytes: &'a [u8],
    contents: Contents,
    features: Vec<&'static str>,
    instances: u64,
}

impl<'a> Standalone<'a> {
    /// The bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Their digest and size.
    pub fn contents(&self) -> Contents {
        self.contents
    }

    /// What they need of a host, as [`crate::required_features`] says.
    pub fn required_features(&self) -> &[&'static str] {
        &self.features
    }

    /// How many instances there are when a host instantiates it: of components and of core modules, nested ones included.
    pub fn instances(&self) -> u64 {
        self.instances
    }
}

/// Below this size another thread costs more than it saves.
const SMALL: usize = 256 << 10;
/// Bytes of function bodies that are handed out together.
const BATCH: u64 = 32 << 10;

type Body<'a> = (FuncToValidate<ValidatorResources>, FunctionBody<'a>);
/// The number of a batch and its bodies.
type Batch<'a> = (usize, Vec<Body<'a>>);

/// Validates a component by itself, its function bodies included.
///
/// # Errors
/// With the check that it fails: `V1` for preamble and size, `V4` for validity, `V16` for the budget.
pub fn standalone(bytes: &[u8]) -> Result<Standalone<'_>, Violation> {
    frame(bytes)?;
    let (sender, receiver) = mpsc::channel();
    let bodies = Bodies { queue: Mutex::new(receiver), stop: AtomicBool::new(false) };
    let threads = if bytes.len() < SMALL { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    let (parsed, sha256, refused) = thread::scope(|scope| {
        let hashing = (threads > 1).then(|| scope.spawn(|| (Digest::of(bytes), bodies.validate())));
        let others: Vec<_> = (2..threads).map(|_| scope.spawn(|| bodies.validate())).collect();
        let parsed = types(bytes, Some(sender));
        let mut refused = vec![bodies.validate()];
        let sha256 = match hashing {
            Some(thread) => {
                let (digest, result) = thread.join().unwrap_or_else(|panic| resume_unwind(panic));
                refused.push(result);
                digest
            }
            None => Digest::of(bytes),
        };
        refused.extend(others.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))));
        (parsed, sha256, refused)
    });
    let (_, instances, features) = parsed?;
    if let Some((_, error)) = refused.into_iter().flatten().min_by_key(|(place, _)| *place) {
        return Err(invalid(&error));
    }
    Ok(Standalone { bytes, contents: Contents { sha256, size: bytes.len() as u64 }, features, instances })
}

/// The exact preamble and the size limit (V1).
pub(crate) fn frame(bytes: &[u8]) -> Result<(), Violation> {
    let refuse = |message: String| Err(Violation::new(Check::Preamble, message));
    if bytes.len() > limits::INPUT_BYTES {
        return refuse(format!("it has {} bytes, and at most {} are read", bytes.len(), limits::INPUT_BYTES));
    }
    if !bytes.starts_with(&PREAMBLE) {
        return refuse("it does not start as a component of the current version".into());
    }
    Ok(())
}

/// Function bodies on their way to be validated.
struct Bodies<'a> {
    queue: Mutex<Receiver<Batch<'a>>>,
    /// Set when a body was refused; batches are handed out in order, so that no later one can hold an earlier error.
    stop: AtomicBool,
}

impl Bodies<'_> {
    /// Takes batches until there are no more, or one holds an invalid body; its place and the error then.
    fn validate(&self) -> Option<((usize, usize), wasmparser::Error)> {
        let mut allocations = FuncValidatorAllocations::default();
        while !self.stop.load(Ordering::Relaxed) {
            let next = self.queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((batch, bodies)) = next else { break };
            for (number, (function, body)) in bodies.into_iter().enumerate() {
                let mut validator = function.into_validator(allocations);
                if let Err(error) = validator.validate(&body) {
                    self.stop.store(true, Ordering::Relaxed);
                    return Some(((batch, number), error));
                }
                allocations = validator.into_allocations();
            }
        }
        None
    }
}

/// Validates everything but function bodies, which go to `bodies`, or are skipped if there is no one to take them. Returns the types, the
/// number of instances and the features that are needed.
pub(crate) fn types<'a>(bytes: &'a [u8], bodies: Option<Sender<Batch<'a>>>) -> Result<(Types, u64, Vec<&'static str>), Violation> {
    let mut validator = Validator::new_with_features(features::features());
    let (mut budget, mut needs) = (Budget::default(), Needs::default());
    let (mut batch, mut size, mut number) = (Vec::new(), 0, 0);
    let mut types = None;
    walk(bytes, bodies.is_none(), |payload| {
        match validator.payload(payload).map_err(|error| invalid(&error))? {
            ValidPayload::Func(function, body) => {
                size += body.range().end - body.range().start;
                batch.push((function, body));
            }
            ValidPayload::End(end) => types = Some(end),
            ValidPayload::Ok | ValidPayload::Parser(_) => {
                budget.count(payload)?;
                needs.look(payload).map_err(|error| invalid(&error))?;
            }
        }
        if let Payload::End(_) = payload {
            budget.count(payload)?;
        }
        if let Some(bodies) = &bodies
            && (size > BATCH || matches!(payload, Payload::End(_)))
        {
            // The receiver outlives this function; if it is gone, a panic is on its way already.
            let _ = bodies.send((number, std::mem::take(&mut batch)));
            (size, number) = (0, number + 1);
        }
        Ok(())
    })?;
    let types = types.ok_or_else(|| Violation::new(Check::Validity, "it has no end"))?;
    Ok((types, budget.total()?, needs.names()))
}

/// Calls `visit` with every part of a component, in order, nested ones included; function bodies only if they are not skipped.
pub(crate) fn walk<'a>(
    bytes: &'a [u8],
    skip_bodies: bool,
    mut visit: impl FnMut(&Payload<'a>) -> Result<(), Violation>,
) -> Result<(), Violation> {
    let mut parser = Parser::new(0);
    parser.set_features(features::features());
    let (mut outer, mut rest) = (Vec::new(), bytes);
    loop {
        let Chunk::Parsed { consumed, payload } = parser.parse(rest, true).map_err(|error| invalid(&error))? else {
            return Err(Violation::new(Check::Validity, "it ends early"));
        };
        rest = &rest[consumed..];
        if let Payload::ComponentTypeSection(section) = &payload {
            nesting::check(bytes, section.range())?;
        }
        visit(&payload)?;
        match payload {
            Payload::ModuleSection { parser: inner, .. } | Payload::ComponentSection { parser: inner, .. } => {
                outer.push(std::mem::replace(&mut parser, inner));
                if outer.len() >= limits::NESTING {
                    return Err(Violation::new(Check::Budget, format!("components nest deeper than {}", limits::NESTING)));
                }
            }
            Payload::CodeSectionStart { size, .. } if skip_bodies => {
                parser.skip_section();
                let past = || Violation::new(Check::Validity, "a code section runs past the end");
                rest = rest.get(size as usize..).ok_or_else(past)?;
            }
            Payload::End(_) => match outer.pop() {
                Some(around) => parser = around,
                None => return Ok(()),
            },
            _ => {}
        }
    }
}

pub(crate) fn invalid(error: &wasmparser::Error) -> Violation {
    Violation::new(Check::Validity, escape(&error.to_string()))
}
