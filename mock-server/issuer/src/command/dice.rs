//! The source of everything random.

use jiff::Timestamp;

/// The source of random bytes: a pure function of seed, purpose and the purpose's counter.
pub trait Dice {
    /// Fills `out` with the next bytes for `purpose`.
    fn draw(&mut self, purpose: &'static str, out: &mut [u8]);
}

impl dyn Dice + '_ {
    /// A version 4 UUID as text.
    pub fn uuid(&mut self, purpose: &'static str) -> String {
        let mut bytes = [0; 16];
        self.draw(purpose, &mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// An id of prepaid things: `now` in seconds and eight random bytes, as 24 hex digits.
    pub fn object_id(&mut self, purpose: &'static str, now: Timestamp) -> String {
        let mut bytes = [0; 8];
        self.draw(purpose, &mut bytes);
        let seconds = u32::try_from(now.as_second()).unwrap_or(u32::MAX);
        format!("{seconds:08x}{}", hex::encode(bytes))
    }

    /// `0x` and the hex form of `N` bytes: an address or a transaction hash.
    pub fn hex<const N: usize>(&mut self, purpose: &'static str) -> String {
        let mut bytes = [0; N];
        self.draw(purpose, &mut bytes);
        format!("0x{}", hex::encode(bytes))
    }

    /// A number below `bound`, evenly enough drawn from 64 bits.
    pub fn below(&mut self, purpose: &'static str, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.draw(purpose, &mut bytes);
        u64::from_be_bytes(bytes) % bound
    }
}
