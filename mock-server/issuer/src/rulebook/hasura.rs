//! Tables that answer queries as Hasura does (PG 11).

use super::{balance::Unit, section::section, value::choice};

choice! {
    /// Meaning of a null operand such as `{_eq: null}`.
    NullOperand {
        /// The comparison matches no row.
        NoMatch = "no_match",
        /// The comparison is left out.
        LeftOut = "left_out",
        /// The query is an error.
        Error = "error",
    }
}

choice! {
    /// JSON form of `bigint` and `numeric` (AMB-PG-12).
    NumberForm {
        /// A JSON number.
        Number = "number",
        /// A JSON string.
        String = "string",
    }
}

section! {
    /// Rules for reading rows.
    Hasura = "hasura" {
        /// Meaning of a null operand such as `{_eq: null}`. Source: decided.
        null_operand: NullOperand = NullOperand::NoMatch;
        /// Unit of the relation `balance` of the card view (AMB-PG-15). Source: public: guides.
        balance_unit: Unit = Unit::Usd;
        /// Unit of the amount columns of transactions (AMB-PG-14). Source: public: guides.
        tx_amount_unit: Unit = Unit::Usd;
        /// JSON form of `bigint` and `numeric` (AMB-PG-12). Source: public: API types.
        number_form: NumberForm = NumberForm::Number;
    }
}
