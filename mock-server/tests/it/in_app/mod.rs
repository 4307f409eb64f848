//! The in-app surface through its router.

mod applications;
mod cards;
mod deliveries;
mod disputes;
mod doctor;
mod entities;
mod examples;
mod foreign_ids;
mod funding;
mod guide;
mod ids_of_others;
mod lifecycle;
mod lists;
mod live;
mod office;
mod pins;
mod printed;
mod readings;
mod replacements;
mod rules;
mod schema;
mod tokens;
mod transport;
mod user;
mod worked;
