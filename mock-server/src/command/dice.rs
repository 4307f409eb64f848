//! Where everything random comes from.

/// Where random bytes come from: a pure function of seed, purpose and the purpose's counter.
pub trait Dice {
    /// Fills `out` with the next bytes for `purpose`.
    fn draw(&mut self, purpose: &'static str, out: &mut [u8]);
}

impl dyn Dice + '_ {
    /// A number below `bound`, evenly enough drawn from 64 bits.
    pub fn below(&mut self, purpose: &'static str, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.draw(purpose, &mut bytes);
        u64::from_be_bytes(bytes) % bound
    }
}
