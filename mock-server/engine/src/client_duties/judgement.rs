//! The verdict on one duty, and the counting that leads to it.

/// The verdict on a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There was occasion, and every occasion was met.
    Kept,
    /// At least one occasion was not met.
    Broken,
    /// There was no occasion, or none that is decided yet.
    Unseen,
}

impl Verdict {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Unseen => "unseen",
        }
    }
}

/// Most request numbers, and most deliveries, that are given as evidence.
const MOST_EVIDENCE: usize = 20;

/// Most occasions that are told in words.
const MOST_TOLD: usize = 3;

/// Occasions of a duty, met and missed. It keeps at most 20 pieces of evidence of each kind,
/// however many occasions there are.
#[derive(Debug, Default)]
pub struct Tally {
    met: u64,
    missed: u64,
    met_by: Evidence,
    missed_by: Evidence,
    told: Vec<String>,
    remarks: Vec<String>,
}

/// Requests by their numbers and deliveries by theirs.
#[derive(Clone, Debug, Default)]
struct Evidence {
    requests: Vec<u64>,
    deliveries: Vec<u64>,
}

impl Evidence {
    fn add(list: &mut Vec<u64>, more: &[u64]) {
        for number in more {
            if list.len() < MOST_EVIDENCE && !list.contains(number) {
                list.push(*number);
            }
        }
    }
}

impl Tally {
    /// Counts an occasion that was met by these requests.
    pub fn met(&mut self, requests: &[u64]) {
        self.met += 1;
        Evidence::add(&mut self.met_by.requests, requests);
    }

    /// Counts an occasion that was met, but only just, or not as advised.
    pub fn met_barely(&mut self, requests: &[u64], remark: impl Into<String>) {
        self.met(requests);
        self.remark(remark);
    }

    /// Counts an occasion that was missed, as these requests show.
    pub fn missed(&mut self, requests: &[u64], says: impl Into<String>) {
        self.missed += 1;
        Evidence::add(&mut self.missed_by.requests, requests);
        if self.told.len() < MOST_TOLD {
            self.told.push(says.into());
        }
    }

    /// Counts a delivery at which the duty was met.
    pub fn met_at(&mut self, delivery: u64) {
        self.met += 1;
        Evidence::add(&mut self.met_by.deliveries, &[delivery]);
    }

    /// Counts a delivery at which the duty was missed.
    pub fn missed_at(&mut self, delivery: u64, says: impl Into<String>) {
        self.missed(&[], says);
        Evidence::add(&mut self.missed_by.deliveries, &[delivery]);
    }

    /// Adds a remark, which shows when the duty was kept.
    pub fn remark(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        if self.remarks.len() < MOST_TOLD && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// The verdict; `occasion` is what would have given occasion.
    pub fn judgement(self, occasion: &str) -> Judgement {
        let (verdict, times, says, evidence) = if self.missed > 0 {
            let more = self.missed - self.told.len() as u64;
            let more = if more > 0 { format!("; and {more} times more") } else { String::new() };
            let says = format!("{}{more}", self.told.join("; "));
            (Verdict::Broken, self.missed, says, self.missed_by)
        } else if self.met > 0 {
            let times =
                if self.met == 1 { "once".to_owned() } else { format!("{} times", self.met) };
            let says = format!("met {times}: {occasion}");
            (Verdict::Kept, self.met, says, self.met_by)
        } else {
            let says = format!("no occasion yet: {occasion}");
            (Verdict::Unseen, 0, says, Evidence::default())
        };
        let is_kept = verdict == Verdict::Kept;
        let remark = (is_kept && !self.remarks.is_empty()).then(|| self.remarks.join("; "));
        let Evidence { mut requests, mut deliveries } = evidence;
        requests.sort_unstable();
        deliveries.sort_unstable();
        Judgement { verdict, times, says, remark, requests, deliveries }
    }
}

/// The verdict on a duty, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Number of occasions that were missed; where none was, of those that were met.
    pub times: u64,
    /// The finding, for people.
    pub says: String,
    /// A kept duty that was met only just, or not as advised, and how.
    pub remark: Option<String>,
    /// Numbers of the requests that show it, at most 20.
    pub requests: Vec<u64>,
    /// Numbers of the deliveries that show it, at most 20.
    pub deliveries: Vec<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_miss_breaks_a_duty_and_no_occasion_keeps_none() {
        let unseen = Tally::default().judgement("a 503");
        assert_eq!((unseen.verdict, unseen.times), (Verdict::Unseen, 0));
        let mut tally = Tally::default();
        tally.met_barely(&[1, 2], "late");
        let kept = Tally { told: Vec::new(), ..tally }.judgement("a 503");
        assert_eq!((kept.verdict, kept.times), (Verdict::Kept, 1));
        assert_eq!((kept.remark.as_deref(), kept.requests), (Some("late"), vec![1, 2]));
        let mut tally = Tally::default();
        tally.met_barely(&[1, 2], "late");
        (10..40).for_each(|n| tally.missed(&[n], format!("missed {n}")));
        let broken = tally.judgement("a 503");
        assert_eq!((broken.verdict, broken.times), (Verdict::Broken, 30));
        assert_eq!(broken.says, "missed 10; missed 11; missed 12; and 27 times more");
        assert_eq!((broken.remark, broken.requests.len()), (None, MOST_EVIDENCE));
    }
}
