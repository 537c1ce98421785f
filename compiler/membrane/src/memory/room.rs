//! How much a filesystem in memory may hold, and how much it does.

use crate::code::Code;

/// A limit, and what of it is used.
#[derive(Debug)]
pub struct Room {
    limit: u64,
    used: u64,
}

impl Room {
    /// Room for so many bytes.
    pub fn new(limit: u64) -> Self {
        Self { limit, used: 0 }
    }

    /// The bytes that are used.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// Uses bytes.
    ///
    /// # Errors
    /// If they are not left.
    pub fn take(&mut self, bytes: u64) -> Result<(), Code> {
        if bytes > self.limit - self.used {
            return Err(Code::InsufficientSpace);
        }
        self.used += bytes;
        Ok(())
    }

    /// Gives bytes back that were taken.
    pub fn give_back(&mut self, bytes: u64) {
        self.used = self.used.saturating_sub(bytes);
    }
}
