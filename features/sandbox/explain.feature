Feature: Explaining in advance
  Source: our own, Explain.

  @SB-EXPL-01
  Scenario: Every row and field that an application would miss is named
    Given the back office has sent POST "/ops/make-card-user"
      """
      {"partner": "acme", "organization": "acme-north", "name": "Olga Open",
       "kyc": {"birthDate": null, "nationalId": null}, "applicant": false}
      """
    And the back office notes "/result/card_user_id" as "olga"
    When the back office asks for "/explain/card-users/{olga}"
    Then the back office is told
      | /rows/[row=AgioCard_card_user]/present  | true                                  |
      | /rows/[row=KycData_kyc_profile]/present | true                                  |
      | /rows/[row=KycData_kyc_profile]/missing | ["birthDate", "nationalId"]           |
      | /rows/[row=Sumsub applicant]/present    | false                                 |
      | /blocks/0/operation                     | "createCardApplicationForPartnerUser" |
    When the back office asks for "/explain/card-users/nora"
    Then the back office is told
      | /rows/[row=KycData_kyc_profile]/present | false |
    When the back office asks for "/explain/card-users/ada"
    Then the back office is told
      | /rows/[row=KycData_kyc_profile]/missing | []   |
      | /rows/[row=Sumsub applicant]/present    | true |
      | /blocks                                 | []   |
