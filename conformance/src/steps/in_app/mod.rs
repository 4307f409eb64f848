//! The in-app surface: users with tokens, their applications, wallets, swaps and withdrawals. What
//! cards do alike on both GraphQL surfaces stands in [`super::graphql`].

pub(in crate::steps) mod applications;
