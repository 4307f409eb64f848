//! Values, arguments and directives.

use super::{Reader, Said};
use crate::graphql::{
    lexer::Kind,
    tree::{Directive, Member, Value},
};

impl Reader<'_> {
    pub(super) fn arguments(&mut self, constant: bool) -> Said<Vec<Member>> {
        if !self.skip("(")? {
            return Ok(Vec::new());
        }
        self.list(")", |reader| reader.member(constant))
    }

    fn member(&mut self, constant: bool) -> Said<Member> {
        let name = self.name()?;
        self.expect(":")?;
        let value = self.value(constant)?;
        Ok(Member { name, value })
    }

    pub(super) fn directives(&mut self, constant: bool) -> Said<Vec<Directive>> {
        let mut directives = Vec::new();
        while self.skip("@")? {
            let name = self.name()?;
            let arguments = self.arguments(constant)?;
            directives.push(Directive { name, arguments });
        }
        Ok(directives)
    }

    pub(super) fn value(&mut self, constant: bool) -> Said<Value> {
        self.deeper(|reader| match reader.token.kind {
            Kind::Mark("[") => {
                reader.advance()?;
                let mut items = Vec::new();
                while !reader.skip("]")? {
                    items.push(reader.value(constant)?);
                }
                Ok(Value::List(items))
            }
            Kind::Mark("{") => {
                reader.advance()?;
                let mut members = Vec::new();
                while !reader.skip("}")? {
                    members.push(reader.member(constant)?);
                }
                Ok(Value::Object(members))
            }
            Kind::Mark("$") if constant => {
                reader.advance()?;
                if reader.token.kind == Kind::Name {
                    let name = &reader.token.text;
                    return Err(format!("Unexpected variable \"${name}\" in constant value."));
                }
                Err("Unexpected \"$\".".to_owned())
            }
            Kind::Mark("$") => {
                reader.advance()?;
                Ok(Value::Variable(reader.name()?))
            }
            Kind::End | Kind::Mark(_) => Err(reader.unexpected()),
            Kind::Int => Ok(Value::Int(reader.take()?)),
            Kind::Float => Ok(Value::Float(reader.take()?)),
            Kind::String => Ok(Value::String(reader.take()?)),
            Kind::Block => Ok(Value::Block(reader.take()?)),
            Kind::Name => Ok(match reader.take()? {
                word if word == "true" => Value::Boolean(true),
                word if word == "false" => Value::Boolean(false),
                word if word == "null" => Value::Null,
                word => Value::Enum(word),
            }),
        })
    }
}
