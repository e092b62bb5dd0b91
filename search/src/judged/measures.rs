//! The usual figures, as the usual programs compute them.

/// Ranks that count.
const TOP: usize = 10;
/// From this grade on an offer is clearly useful.
const USEFUL: u32 = 2;

/// Sums over asks; the methods give the means.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    asks: usize,
    ndcg: f64,
    among_judged: f64,
    recall: f64,
    reciprocal: f64,
    pub told: usize,
    /// Of those told, how many are clearly useful, and how many are of any use.
    pub told_useful: usize,
    pub told_related: usize,
    /// Asks to which somebody clearly useful was told.
    pub asks_served: usize,
}

impl Figures {
    /// An ask's grades in the order they were ranked, and all grades it was given. An ask for which nothing is of use can't be
    /// ranked well or badly, and is left out.
    pub fn add(&mut self, ranked: &[u32], judged: impl Iterator<Item = u32>) {
        let mut best: Vec<u32> = judged.filter(|grade| *grade > 0).collect();
        if best.is_empty() {
            return;
        }
        best.sort_unstable_by(|a, b| b.cmp(a));
        self.asks += 1;
        self.ndcg += gain(ranked) / gain(&best);
        self.recall += ranked.iter().take(TOP).filter(|grade| **grade > 0).count() as f64 / best.len() as f64;
        self.reciprocal += ranked.iter().position(|grade| *grade > 0).map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
    }

    /// The same ask's grades with those left out that nobody judged: how well it tells apart what somebody looked at.
    pub fn add_among_judged(&mut self, ranked: &[u32], judged: impl Iterator<Item = u32>) {
        let mut best: Vec<u32> = judged.collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        if best.first().is_some_and(|grade| *grade > 0) {
            self.among_judged += gain(ranked) / gain(&best);
        }
    }

    /// The grades of those an ask's owner would be told of.
    pub fn add_told(&mut self, grades: impl Iterator<Item = u32>) {
        let before = self.told_useful;
        for grade in grades {
            self.told += 1;
            self.told_useful += usize::from(grade >= USEFUL);
            self.told_related += usize::from(grade > 0);
        }
        self.asks_served += usize::from(self.told_useful > before);
    }

    fn mean(&self, sum: f64) -> f64 {
        if self.asks == 0 { 0.0 } else { sum / self.asks as f64 }
    }

    /// How many asks were measured.
    pub fn asks(&self) -> usize {
        self.asks
    }

    pub fn ndcg(&self) -> f64 {
        self.mean(self.ndcg)
    }

    /// Of the judged ones only.
    pub fn ndcg_among_judged(&self) -> f64 {
        self.mean(self.among_judged)
    }

    pub fn recall(&self) -> f64 {
        self.mean(self.recall)
    }

    /// The mean reciprocal rank of the first that is of use.
    pub fn mrr(&self) -> f64 {
        self.mean(self.reciprocal)
    }
}

/// Discounted cumulative gain of the first ten.
fn gain(grades: &[u32]) -> f64 {
    grades.iter().take(TOP).enumerate().map(|(place, grade)| f64::from(*grade) / (place as f64 + 2.0).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn figures_are_those_of_a_sum_on_paper() {
        let mut figures = Figures::default();
        figures.add(&[0, 3, 1, 0], [3, 2, 1, 0].into_iter());
        let got = 3.0 / 3f64.log2() + 1.0 / 4f64.log2();
        let best = 3.0 + 2.0 / 3f64.log2() + 1.0 / 4f64.log2();
        assert!(near(figures.ndcg(), got / best));
        assert!(near(figures.recall(), 2.0 / 3.0));
        assert!(near(figures.mrr(), 0.5));
        figures.add(&[2], [2].into_iter());
        assert!(near(figures.mrr(), 0.75));
        assert_eq!(figures.asks(), 2);
    }

    #[test]
    fn among_the_judged_only_their_order_counts() {
        let mut figures = Figures::default();
        figures.add(&[0, 0, 3, 0], [3, 1].into_iter());
        figures.add_among_judged(&[3, 1], [1, 3].into_iter());
        assert!(figures.ndcg() < 0.7 && near(figures.ndcg_among_judged(), 1.0));
        figures.add(&[1], [1, 3].into_iter());
        figures.add_among_judged(&[1, 3], [1, 3].into_iter());
        let wrong_way = (1.0 + 3.0 / 3f64.log2()) / (3.0 + 1.0 / 3f64.log2());
        assert!(near(figures.ndcg_among_judged(), (1.0 + wrong_way) / 2.0));
        figures.add_among_judged(&[0], [0].into_iter());
        assert!(near(figures.ndcg_among_judged(), (1.0 + wrong_way) / 2.0), "an ask that nothing fits is left out");
    }

    #[test]
    fn what_stands_after_the_tenth_counts_for_the_first_find_only() {
        let mut figures = Figures::default();
        let mut ranked = vec![0; 10];
        ranked.push(3);
        figures.add(&ranked, [3].into_iter());
        assert_eq!((figures.ndcg(), figures.recall()), (0.0, 0.0));
        assert!(near(figures.mrr(), 1.0 / 11.0));
    }

    #[test]
    fn an_ask_that_nothing_fits_is_not_measured_but_is_spared_being_told() {
        let mut figures = Figures::default();
        figures.add(&[0, 0], [0].into_iter());
        figures.add_told([0, 1].into_iter());
        assert_eq!((figures.asks(), figures.ndcg()), (0, 0.0));
        assert_eq!((figures.told, figures.told_useful, figures.told_related, figures.asks_served), (2, 0, 1, 0));
    }
}
