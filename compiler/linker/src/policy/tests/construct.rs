//! One policy for each construct.
