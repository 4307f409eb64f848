//! Functions behind sentences: with which arguments they can be called, and the call.

use std::str::FromStr;

use cucumber::{gherkin, step::Context};

use crate::{Mismatch, StepResult, World};

/// Reads the arguments of a step and calls its function. The engine knows only panics as failures,
/// so a mismatch travels as the text of one.
pub(crate) async fn call<Arguments, F>(function: F, world: &mut World, context: Context)
where
    F: Function<Arguments>,
{
    let arguments = context.matches.iter().skip(1).map(|(_, text)| text.as_str());
    let mut texts = Texts { rest: arguments.collect::<Vec<_>>().into_iter() };
    if let Err(mismatch) = function.call(world, &context.step, &mut texts).await {
        panic!("{mismatch}");
    }
}

/// The texts that a step gives for the parameters of its sentence, in order.
pub(crate) struct Texts<'a> {
    rest: std::vec::IntoIter<&'a str>,
}

impl Texts<'_> {
    fn next<T: FromStr>(&mut self) -> StepResult<T> {
        let text = self.rest.next().ok_or_else(|| Mismatch::suite("one more argument", "none"))?;
        let kind = std::any::type_name::<T>();
        text.parse().map_err(|_| Mismatch::suite(format!("an argument of type {kind}"), text))
    }
}

/// A function that can stand behind a sentence: it takes the world, the step itself where it has a
/// text or a table below it, and an argument for each parameter.
pub(crate) trait Function<Arguments> {
    /// Reads the arguments and calls it.
    async fn call(
        self,
        world: &mut World,
        step: &gherkin::Step,
        texts: &mut Texts<'_>,
    ) -> StepResult;
}

/// Marks an `async fn`.
pub(crate) struct Asynchronous;

/// Marks a plain function.
pub(crate) struct Immediate;

/// Marks a function that takes the step.
pub(crate) struct WithStep;

macro_rules! functions {
    ($($argument:ident)*) => {
        impl<F, $($argument: FromStr),*> Function<(Asynchronous, $($argument,)*)> for F
        where
            F: AsyncFn(&mut World, $($argument),*) -> StepResult,
        {
            async fn call(
                self,
                world: &mut World,
                _: &gherkin::Step,
                _texts: &mut Texts<'_>,
            ) -> StepResult {
                self(world, $(_texts.next::<$argument>()?),*).await
            }
        }

        impl<F, $($argument: FromStr),*> Function<(Asynchronous, WithStep, $($argument,)*)> for F
        where
            F: AsyncFn(&mut World, &gherkin::Step, $($argument),*) -> StepResult,
        {
            async fn call(
                self,
                world: &mut World,
                step: &gherkin::Step,
                _texts: &mut Texts<'_>,
            ) -> StepResult {
                self(world, step, $(_texts.next::<$argument>()?),*).await
            }
        }

        impl<F, $($argument: FromStr),*> Function<(Immediate, $($argument,)*)> for F
        where
            F: Fn(&mut World, $($argument),*) -> StepResult,
        {
            async fn call(
                self,
                world: &mut World,
                _: &gherkin::Step,
                _texts: &mut Texts<'_>,
            ) -> StepResult {
                self(world, $(_texts.next::<$argument>()?),*)
            }
        }

        impl<F, $($argument: FromStr),*> Function<(Immediate, WithStep, $($argument,)*)> for F
        where
            F: Fn(&mut World, &gherkin::Step, $($argument),*) -> StepResult,
        {
            async fn call(
                self,
                world: &mut World,
                step: &gherkin::Step,
                _texts: &mut Texts<'_>,
            ) -> StepResult {
                self(world, step, $(_texts.next::<$argument>()?),*)
            }
        }
    };
}

functions!();
functions!(A);
functions!(A B);
functions!(A B C);
functions!(A B C D);
functions!(A B C D E);
