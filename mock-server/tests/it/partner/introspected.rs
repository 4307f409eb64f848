//! The schema as introspection shows it, and documents made from it.

use serde_json::{Map, Value, json};

use crate::support::Sandbox;

/// The result of introspection.
pub(super) struct Schema {
    schema: Value,
}

/// A root field outside the tables.
pub(super) struct Operation {
    /// True when the operation is blocked, whatever it names.
    pub(super) blocked: bool,
    kind: &'static str,
    field: Value,
}

/// A scalar among the arguments of a field.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: Vec<String>,
    /// Name of its type.
    pub(super) of: String,
}

impl Place {
    /// Name of the argument or member.
    pub(super) fn name(&self) -> &str {
        self.path.last().unwrap()
    }

    /// The arguments with another value at this place.
    pub(super) fn replaced(&self, arguments: &Value, value: &Value) -> Value {
        let mut arguments = arguments.clone();
        *arguments.pointer_mut(&format!("/{}", self.path.join("/"))).unwrap() = value.clone();
        arguments
    }
}

impl Schema {
    pub(super) async fn of(sandbox: &mut Sandbox) -> Self {
        let wrapped = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let document = format!(
            "{{ __schema {{ types {{ kind name enumValues {{ name }} inputFields {{ name type {{ \
             {wrapped} }} }} fields {{ name args {{ name type {{ {wrapped} }} }} type {{ {wrapped} \
             }} }} }} }} }}"
        );
        let reply = sandbox.ask(&document, &Value::Null).await.json();
        Self { schema: reply["data"]["__schema"].clone() }
    }

    fn of_type(&self, name: &str) -> &Value {
        let mut all = self.schema["types"].as_array().unwrap().iter();
        all.find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} is not in the schema"))
    }

    fn roots(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.of_type(kind)["fields"].as_array().unwrap().iter()
    }

    pub(super) fn has_root(&self, name: &str) -> bool {
        self.roots("Query").any(|field| field["name"] == name)
    }

    /// `cardBalance` and every mutation.
    pub(super) fn operations(&self) -> Vec<Operation> {
        let queries = self.roots("Query").filter(|field| field["name"] == "cardBalance");
        let queries = queries.map(|field| ("query", field));
        let mutations = self.roots("Mutation").map(|field| ("mutation", field));
        let operation = |(kind, field): (&'static str, &Value)| {
            let name = field["name"].as_str().unwrap();
            let blocked = name.ends_with("ByCardId")
                || name.ends_with("ByCardUserId")
                || ["createCardApplication", "createCardCorporateApplication"].contains(&name)
                || ["cardWithdraw", "payInvoiceWithCardBalance"].contains(&name);
            Operation { blocked, kind, field: field.clone() }
        };
        queries.chain(mutations).map(operation).collect()
    }

    /// Names of the tables and views.
    pub(super) fn tables(&self) -> Vec<String> {
        let names = self.roots("Query").map(|field| field["name"].as_str().unwrap().to_owned());
        names.filter(|name| self.has_root(&format!("{name}_aggregate"))).collect()
    }

    /// A document that runs an operation with its arguments as variables and asks for every leaf.
    pub(super) fn document(&self, operation: &Operation) -> String {
        let (mut variables, mut arguments) = (Vec::new(), Vec::new());
        for argument in operation.field["args"].as_array().unwrap() {
            let name = argument["name"].as_str().unwrap();
            variables.push(format!("${name}: {}", written(&argument["type"])));
            arguments.push(format!("{name}: ${name}"));
        }
        let list = |items: Vec<String>| match items.len() {
            0 => String::new(),
            _ => format!("({})", items.join(", ")),
        };
        format!(
            "{}{} {{ {}{} {} }}",
            operation.kind,
            list(variables),
            operation.field["name"].as_str().unwrap(),
            list(arguments),
            self.selection(named(&operation.field["type"]))
        )
    }

    fn selection(&self, of: &str) -> String {
        let fields = self.of_type(of)["fields"].as_array();
        let Some(fields) = fields else { return String::new() };
        let field = |field: &Value| {
            let of = named(&field["type"]);
            format!("{} {}", field["name"].as_str().unwrap(), self.selection(of))
        };
        format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(" "))
    }

    /// Values for all arguments of an operation; ids come from `known`.
    pub(super) fn arguments(
        &self,
        operation: &Operation,
        known: &dyn Fn(&Place) -> Option<Value>,
    ) -> Value {
        let arguments = operation.field["args"].as_array().unwrap().iter();
        let value = |argument: &Value| {
            let name = argument["name"].as_str().unwrap().to_owned();
            let value = self.value(&argument["type"], &mut vec![name.clone()], known);
            (name, value)
        };
        Value::Object(arguments.map(value).collect())
    }

    fn value(
        &self,
        of: &Value,
        path: &mut Vec<String>,
        known: &dyn Fn(&Place) -> Option<Value>,
    ) -> Value {
        match of["kind"].as_str().unwrap() {
            "NON_NULL" => self.value(&of["ofType"], path, known),
            "LIST" => json!([]),
            "ENUM" => self.of_type(named(of))["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => {
                let mut members = Map::new();
                for field in self.of_type(named(of))["inputFields"].as_array().unwrap() {
                    let name = field["name"].as_str().unwrap();
                    path.push(name.to_owned());
                    members.insert(name.to_owned(), self.value(&field["type"], path, known));
                    path.pop();
                }
                Value::Object(members)
            }
            _ => {
                let of = named(of).to_owned();
                let place = Place { path: path.clone(), of };
                known(&place).unwrap_or_else(|| match place.of.as_str() {
                    "Int" => json!(1),
                    "Boolean" => json!(true),
                    _ => json!("x"),
                })
            }
        }
    }

    /// Every scalar among the arguments of an operation.
    pub(super) fn places(&self, operation: &Operation) -> Vec<Place> {
        let places = std::cell::RefCell::new(Vec::new());
        self.arguments(operation, &|place| {
            places.borrow_mut().push(place.clone());
            None
        });
        places.into_inner()
    }

    /// Columns of a table that hold ids, its own and those of its relations, as paths.
    pub(super) fn id_filters(&self, table: &str) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        for (name, of) in self.filters(table) {
            if is_id(&name) {
                paths.push(vec![name]);
            } else if let Some(other) =
                of.strip_suffix("_bool_exp").filter(|_| !name.starts_with('_'))
            {
                let ids = self.filters(other).into_iter().filter(|(name, _)| is_id(name));
                paths.extend(ids.map(|(column, _)| vec![name.clone(), column]));
            }
        }
        paths
    }

    fn filters(&self, table: &str) -> Vec<(String, String)> {
        let fields = self.of_type(&format!("{table}_bool_exp"))["inputFields"].as_array().unwrap();
        let text = |field: &Value| {
            (field["name"].as_str().unwrap().to_owned(), named(&field["type"]).to_owned())
        };
        fields.iter().map(text).collect()
    }
}

fn is_id(column: &str) -> bool {
    // A chain is everybody's.
    column == "id" || (column.ends_with("_id") && column != "chain_id")
}

fn named(of: &Value) -> &str {
    of["name"].as_str().unwrap_or_else(|| named(&of["ofType"]))
}

fn written(of: &Value) -> String {
    match of["kind"].as_str().unwrap() {
        "NON_NULL" => format!("{}!", written(&of["ofType"])),
        "LIST" => format!("[{}]", written(&of["ofType"])),
        _ => named(of).to_owned(),
    }
}
