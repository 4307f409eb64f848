//! The RSA key of the make-believe issuer, to which clients wrap their own keys in one reading of
//! AMB-AG-03. It is one for every sandbox and protects nothing.

/// The modulus, 2048 bits in hex.
pub const MODULUS: &str = "b5cc4193f4ea3677f0da30e05d0519657c0158b7bbdcbea6d171f20c72368d795a92163fccf4642d3f53cdea55\
     63e8415fe99979215983f323411d2978b60c35859713a6663ac211ff5d44fa5a452d07eae4f1399ba7b6f6156d\
     0357fc3c522d7eff0a4a631e1c1b100daf2bdc7d43f9a285599fbddd7335e80364eaa42da09f8cfe2516611870\
     021049e66b187c1eeea7d5e99ee29ca3861e186fa5832e6bc42788220a463a47216089dc39a3a359017bf01655\
     042531669110e627435f59b2db4eb698b95894929b617eb5cf2cf45474b7b2949356945848b77d087ce0e518bc\
     f59d42c1cd7a7f3adf221ba913c7725a33eaddcdace9f9755a555171527fc3";

/// The private exponent, in hex.
pub const PRIVATE_EXPONENT: &str = "570b88daaef028e451a7c0b279710acb1fdb3865c0c711020eb9e024d5713c8bf1982768a4f345b717ae757004\
     65e4eecec41117e80cbab4364d17097122b95c33e1025aca0b31d42c3782af75e302f30df1ea417172c8fae454\
     2df279401bcc067c23de06f0ea2a8b0b9be737980fa0ca90353973e8dabaae6f8b358126a46dbe7e7e81a34bbb\
     d1ef83b5b34f2cc69aec2c0c6d331fbc742f22515e8d1ecc57227dc31d79dee421418fb0dea59bab22ec871a54\
     9f288f183180a2b361659cb39a776014228a1b7c52bc9664333fe3ff7b11483923045cdaf11e065c328eaeadfe\
     90c7fcc5f0c383d732e620dc76153ebf9603346f1d6363362aca60d86e971";

/// The public key as clients get it: base64 of the DER of a `SubjectPublicKeyInfo`.
pub const PUBLIC_KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtcxBk/TqNnfw2jDgXQUZZXwBWLe73L6m0XHyDHI2jXlakh\
     Y/zPRkLT9TzepVY+hBX+mZeSFZg/MjQR0peLYMNYWXE6ZmOsIR/11E+lpFLQfq5PE5m6e29hVtA1f8PFItfv8KSmMe\
     HBsQDa8r3H1D+aKFWZ+93XM16ANk6qQtoJ+M/iUWYRhwAhBJ5msYfB7up9XpnuKco4YeGG+lgy5rxCeIIgpGOkchYI\
     ncOaOjWQF78BZVBCUxZpEQ5idDX1my2062mLlYlJKbYX61zyz0VHS3spSTVpRYSLd9CHzg5Ri89Z1Cwc16fzrfIhup\
     E8dyWjPq3c2s6fl1WlVRcVJ/wwIDAQAB";
