Feature: Customer organizations
  Source: partner-card-api, Provision a customer organization.

  @PG-ORG-01
  Scenario: A customer organization is made
    When the partner makes the organization "Acme Corp"
    Then createPartnerCustomerOrganization succeeds
    And createPartnerCustomerOrganization answers a text as "organizationId"

  @PG-ORG-02
  Scenario: It is among the managed organizations
    When the partner makes the organization "Acme Corp"
    Then createPartnerCustomerOrganization succeeds
    And the partner sees it among its managed organizations, called "Acme Corp"

  @PG-ORG-03
  Scenario: Another partner does not see it
    When the partner makes the organization "Acme Corp"
    Then createPartnerCustomerOrganization succeeds
    And the second partner does not see its "organizationId" in AgioCard_card_company
    And the second partner does not see its "organizationId" in AgioCard_partner_managed_organization

  @PG-ORG-04
  Scenario: The same name again never gives the first organization
    When the partner makes the organization "Acme Corp"
    Then createPartnerCustomerOrganization succeeds
    When the partner makes the organization "Acme Corp"
    Then createPartnerCustomerOrganization is refused, or answers another "organizationId"
