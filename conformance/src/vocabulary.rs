//! The sentences that features are written in.

use std::collections::BTreeSet;

use cucumber::gherkin::{Feature, StepType};

/// Every sentence that these features use, with its keyword; texts in quotes and numbers are
/// written as `{string}` and `{int}`.
pub fn sentences(features: &[Feature]) -> BTreeSet<String> {
    let scenarios = features.iter().flat_map(|feature| &feature.scenarios);
    scenarios
        .flat_map(|scenario| &scenario.steps)
        .map(|step| {
            let keyword = match step.ty {
                StepType::Given => "Given",
                StepType::When => "When",
                StepType::Then => "Then",
            };
            format!("{keyword} {}", general(&step.value))
        })
        .collect()
}

fn general(sentence: &str) -> String {
    let mut out = String::new();
    for (index, part) in sentence.split('"').enumerate() {
        if index % 2 == 1 {
            out.push_str("{string}");
            continue;
        }
        let words = part.split(' ').map(|word| {
            let number = !word.is_empty() && word.parse::<i64>().is_ok();
            if number { "{int}" } else { word }
        });
        out.push_str(&words.collect::<Vec<_>>().join(" "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::general;
    use crate::{source::Source, steps::sentence};

    #[test]
    fn every_sentence_of_the_features_has_one_step() {
        let features = Source::Embedded.read().unwrap();
        let steps = sentence::collection(&features);
        let scenarios = features.iter().flat_map(|feature| &feature.scenarios);
        for step in scenarios.flat_map(|scenario| &scenario.steps) {
            let found = steps.find(step).map(|found| found.is_some());
            assert!(matches!(found, Ok(true)), "{} {}: {found:?}", step.keyword, step.value);
        }
    }

    #[test]
    fn what_varies_is_left_open() {
        assert_eq!(
            general(r#"the partner charges "Nia" 2550 cents"#),
            "the partner charges {string} {int} cents"
        );
    }
}
