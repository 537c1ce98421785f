//! The bounds on hostile input (design section 11). A bound that is exceeded is an error, never a truncation.

/// Bytes of one input file (component, policy folder in all, schema, entities, lockfile).
pub const INPUT_BYTES: usize = 256 << 20;
/// Bytes of one policy file that `lint` and `fmt` read; a person wrote it.
pub const POLICY_FILE_BYTES: usize = 16 << 20;
/// Static component instances, counted by memoised products without expansion.
pub const INSTANCES: u64 = 10_000;
/// Imports and exports of an agent, and functions in its imports: each. Real agents have hundreds.
pub const NAMES: usize = 10_000;
/// Depth of nested components and modules.
pub const NESTING: usize = 64;
/// Depth of brackets in one policy file; Cedar's parser recurses on it.
pub const POLICY_BRACKETS: usize = 256;
/// Operators chained in one policy statement; Cedar's evaluator recurses on them.
pub const POLICY_OPERATORS: usize = 4_096;
/// Stack for everything that calls Cedar, in bytes: on a small stack Cedar skips deep policies.
pub const POLICY_STACK: usize = 512 << 20;
/// Characters of one untrusted text shown to a person.
pub const SHOWN_CHARACTERS: usize = 256;
