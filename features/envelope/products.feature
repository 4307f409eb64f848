Feature: Card products
  Source: public: cardholder-creation, card-issue.

  @ER-PROD-01
  Scenario: Products have their codes
    When the project calls /cards/products
    Then it is served
    And each product has its own code and the code of its subprovider
    And the product that scenarios order is among them

  @ER-PROD-02
  Scenario: Products show their prices and whether they are sold
    When the project calls /cards/products
    Then the products are
      | product_code | subprovider_code | name                    | network    | bin    | issue_fee | topup_fee_percent | topup_fee_fixed | min_topup | max_topup | min_initial_topup | free_issue | is_active |
      | MUSD-OLD     | beta             | Mastercard USD (retired) | mastercard | 520066 | 8.00      | 2.00              | 0.00            | 10.00     | 5000.00   | 10.00             | false      | false     |
      | MUSD-PRO     | beta             | Mastercard USD Pro      | mastercard | 520055 | 12.00     | 1.25              | 0.00            | 20.00     | 25000.00  | 50.00             | false      | true      |
      | VUSD-FREE    | alpha            | Visa USD Free           | visa       | 400066 | 0.00      | 3.75              | 0.50            | 5.00      | 1000.00   | 0.00              | true       | true      |
      | VUSD-ODD     | alpha            | Visa USD Broken Pricing | visa       | 400077 | 0.00      | null              | null            | 5.00      | 1000.00   | 0.00              | true       | true      |
      | VUSD-STD     | alpha            | Visa USD Standard       | visa       | 400055 | 5.00      | 2.50              | 0.30            | 10.00     | 20000.00  | 10.00             | false      | true      |

  @ER-PROD-03
  Scenario: An unknown product cannot be ordered
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a no-such-product card for "Ann"
    Then it is refused as "product_not_found"
    And the balance of the project is unchanged

  @ER-PROD-04
  Scenario: An inactive product cannot be ordered
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders an inactive card for "Ann"
    Then it is refused as "product_not_active"
    And the balance of the project is unchanged
